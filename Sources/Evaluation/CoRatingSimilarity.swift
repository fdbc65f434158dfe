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
    /// - Complexity: O(Σ over users of (ratings of the user)²) and one row of counts for each core.
    package func neighbours(_ k: Int, in interactions: Interactions) -> RankedLists<Movie, Movie> {
        let raters = interactions.raters
        let counts = interactions.raterCounts
        let blocks = Cores.ranges(of: interactions.movieCount, size: 64)
        let parts = Cores.map(blocks.count) { block in
            var common = [Int32](repeating: 0, count: interactions.movieCount)
            var lists = RankedLists<Movie, Movie>()
            for index in blocks[block] {
                var touched: [Row<Movie>] = []
                for user in raters[Row(index)] {
                    for movie in interactions.movies(of: user) {
                        if common[movie.index] == 0 { touched.append(movie) }
                        common[movie.index] += 1
                    }
                }
                var scored: [(candidate: Row<Movie>, score: Float)] = []
                for movie in touched {
                    if movie.index != index {
                        let value = value(
                            common: Int(common[movie.index]),
                            first: counts[index],
                            second: counts[movie.index],
                            userCount: interactions.userCount
                        )
                        if value > 0 { scored.append((movie, value)) }
                    }
                    common[movie.index] = 0
                }
                scored.sort { ($1.score, $0.candidate) < ($0.score, $1.candidate) }
                lists.append(scored.prefix(k))
            }
            return lists
        }
        return RankedLists(joining: parts)
    }
}
