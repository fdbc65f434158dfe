import Foundation
import Ratings

/// How alike two movies are, told from how many users rated both.
package enum CoRatingSimilarity: String, CaseIterable, Sendable {
    /// c(i, j), the number of users who rated both.
    case count
    /// c(i, j) ÷ √(n(i) n(j)): the cosine of the movies' columns of raters.
    case cosine
    /// The cosine · c ÷ (c + 2): what few common raters say counts less.
    case dampedCosine = "damped_cosine"
    /// max(0, log lift) · c ÷ (c + 10); the damping keeps coincidences of few raters low.
    case dampedLift = "damped_lift"

    /// The similarity of two movies with at least one common rater.
    ///
    /// - Parameters:
    ///   - common: c(i, j) > 0.
    ///   - first: n(i).
    ///   - second: n(j).
    ///   - userCount: All users with a rating.
    /// - Returns: Above 0, but the damped lift, which is at least 0.
    package func value(common: Int, first: Int, second: Int, userCount: Int) -> Float {
        let (common, first, second) = (Float(common), Float(first), Float(second))
        switch self {
        case .count: return common
        case .cosine: return common / (first * second).squareRoot()
        case .dampedCosine:
            return common / (first * second).squareRoot() * common / (common + 2)
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

    /// The most similar movies of some movies, by several similarities, for which co-raters are
    /// counted once; movies without a common rater are never listed.
    ///
    /// - Parameters:
    ///   - k: The wished length of each list.
    ///   - queries: Whose lists to make; `nil` for all movies'.
    ///   - similarities: Which to list by.
    ///   - interactions: The ratings.
    /// - Returns: For each similarity, one list for each query; ties go to the lower row.
    /// - Complexity: as `CoRatingCounts.map`.
    package static func neighbours(
        _ k: Int,
        of queries: [Row<Movie>]? = nil,
        by similarities: [CoRatingSimilarity],
        in interactions: Interactions
    ) -> [RankedLists<Movie, Movie>] {
        let counts = CoRatingCounts(in: interactions)
        let queries = queries ?? (0..<interactions.movieCount).map { Row($0) }
        let bests = counts.map(queries) { place, coRated in
            similarities.map { $0.best(k, of: queries[place], coRated, among: counts) }
        }
        return similarities.indices.map { place in
            var lists = RankedLists<Movie, Movie>()
            for best in bests { lists.append(best[place]) }
            return lists
        }
    }

    /// The movies that are most similar to one, best first; those of a similarity of 0 are left out.
    ///
    /// - Parameters:
    ///   - k: At most so many.
    ///   - query: The one.
    ///   - coRated: Each j with a common rater and c(query, j), ascending.
    ///   - counts: n(j), and how many users there are.
    /// - Returns: Rows and similarities; ties go to the lower row.
    package func best(
        _ k: Int,
        of query: Row<Movie>,
        _ coRated: [CoRatingCounts.CoRated],
        among counts: CoRatingCounts
    ) -> [(candidate: Int, score: Float)] {
        var best = TopK(min(k, coRated.count))
        let (first, userCount) = (counts.raterCounts[query.index], counts.userCount)
        for other in coRated {
            let (count, second) = (Int(other.coRaterCount), counts.raterCounts[other.movie.index])
            guard
                mayExceed(
                    max(0, best.threshold),
                    common: Float(count),
                    product: Float(first) * Float(second),
                    users: Float(userCount)
                )
            else { continue }
            let value = value(common: count, first: first, second: second, userCount: userCount)
            if value > 0 { best.consider(UInt32(other.movie.index), score: value) }
        }
        return best.finish()
    }

    /// Whether the similarity may be above a bound, told without a root, a logarithm or a quotient.
    ///
    /// - Parameters:
    ///   - bound: At least 0.
    ///   - common: c(i, j) > 0.
    ///   - product: n(i) n(j).
    ///   - users: All users with a rating.
    /// - Returns: `true` wherever it is, and sometimes where it is not.
    private func mayExceed(_ bound: Float, common: Float, product: Float, users: Float) -> Bool {
        // A little less than the bound, for what rounding adds.
        let bound = 0.9999 * bound
        switch self {
        case .count: return common > bound
        case .cosine: return common * common > bound * bound * product
        case .dampedCosine:
            let (square, least) = (common * common, bound * (common + 2))
            return square * square > least * least * product
        // log x ≤ x - 1.
        case .dampedLift:
            return (1.0001 * common * users - product) * common > bound * (common + 10) * product
        }
    }
}
