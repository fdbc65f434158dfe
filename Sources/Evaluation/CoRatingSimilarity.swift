import Cores
import Foundation
import Ratings
import Retrieval

/// How alike two movies are, told from how many users rated both.
package enum CoRatingSimilarity: String, CaseIterable, Sendable {
    /// c(i, j), the number of users who rated both.
    case count
    /// c(i, j) ÷ √(n(i) n(j)): the cosine of the movies' columns of raters.
    case cosine
    /// max(0, log lift) · c ÷ (c + 10); the damping keeps coincidences of few raters low.
    case dampedLift = "damped_lift"

    /// The similarity of two movies with at least one common rater.
    ///
    /// - Parameters:
    ///   - common: c(i, j) > 0.
    ///   - first: n(i).
    ///   - second: n(j).
    ///   - userCount: All users.
    /// - Returns: The number or the cosine, above 0, or the damped lift, at least 0.
    package func value(common: Int, first: Int, second: Int, userCount: Int) -> Float {
        let (common, first, second) = (Float(common), Float(first), Float(second))
        switch self {
        case .count: return common
        case .cosine: return common / (first * second).squareRoot()
        case .dampedLift:
            let lift = Self.lift(common: common, first: first, second: second, users: userCount)
            return max(0, log(lift)) * common / (common + 10)
        }
    }

    /// How many times as many users rated both movies as if nobody's choice of one told of the other:
    /// c(i, j) · users ÷ (n(i) n(j)).
    ///
    /// - Returns: 1 where the movies have nothing to do with each other.
    package static func lift(common: Float, first: Float, second: Float, users: Int) -> Float {
        common * Float(users) / (first * second)
    }

    /// Each movie's most similar movies; movies without a common rater are never listed.
    ///
    /// - Parameters:
    ///   - k: The wished length of each list.
    ///   - queries: Whose lists to make, by row; the others are empty. `nil` for all.
    ///   - interactions: The ratings.
    /// - Returns: One list for each movie; ties go to the lower row.
    package func neighbours(
        _ k: Int,
        of queries: [Bool]? = nil,
        in interactions: Interactions
    ) -> RankedLists<Movie, Movie> {
        Self.neighbours(k, of: queries, by: [self], in: interactions)[0]
    }

    /// Each movie's most similar movies by several similarities, for which co-raters are counted
    /// once.
    ///
    /// - Parameters:
    ///   - k: The wished length of each list.
    ///   - queries: Whose lists to make, by row; the others are empty. `nil` for all.
    ///   - similarities: Which to list by.
    ///   - interactions: The ratings.
    /// - Returns: For each similarity, one list for each movie; ties go to the lower row.
    /// - Complexity: O(Σ over users of (ratings of the user)² + movies²), and one row of counts for
    ///   each core.
    package static func neighbours(
        _ k: Int,
        of queries: [Bool]? = nil,
        by similarities: [CoRatingSimilarity],
        in interactions: Interactions
    ) -> [RankedLists<Movie, Movie>] {
        let raters = interactions.raters
        let counts = interactions.raterCounts
        let blocks = Cores.ranges(of: interactions.movieCount, size: 64)
        let parts = Cores.map(blocks.count) { block in
            var common = [Int32](repeating: 0, count: interactions.movieCount)
            var lists = similarities.map { _ in RankedLists<Movie, Movie>() }
            for index in blocks[block] {
                guard queries?[index] != false else {
                    for place in similarities.indices { lists[place].append([]) }
                    continue
                }
                for user in raters[Row(index)] {
                    for movie in interactions.movies(of: user) { common[movie.index] += 1 }
                }
                common[index] = 0
                var bests = similarities.map { _ in TopK(min(k, interactions.movieCount)) }
                for (other, count) in common.enumerated() where count > 0 {
                    for (place, similarity) in similarities.enumerated() {
                        let value = similarity.value(
                            common: Int(count),
                            first: counts[index],
                            second: counts[other],
                            userCount: interactions.userCount
                        )
                        if value > 0 { bests[place].consider(UInt32(other), score: value) }
                    }
                    common[other] = 0
                }
                for place in similarities.indices {
                    lists[place].append(bests[place].finish())
                }
            }
            return lists
        }
        return similarities.indices.map { place in
            RankedLists(joining: parts.map { $0[place] })
        }
    }
}
