import Ratings
import Retrieval

/// What each neighbour of a movie is worth: its damped lift among some users.
struct CoRatingGains: Sendable {
    private let interactions: Interactions
    private let raterCounts: [Int]
    private let isCandidate: [Bool]?

    /// - Parameters:
    ///   - candidates: Who may be a neighbour, by row; `nil` for all.
    ///   - interactions: The users whose ratings tell.
    init(among candidates: [Bool]? = nil, in interactions: Interactions) {
        self.interactions = interactions
        raterCounts = interactions.raterCounts
        isCandidate = candidates
    }

    /// NDCG@k of lists with these gains.
    ///
    /// - Parameters:
    ///   - lists: One for each query.
    ///   - queries: Whose lists they are.
    ///   - k: Only the first k places of a list count.
    /// - Returns: The mean over the queries that have a neighbour with any gain; 0 if there is none.
    func ndcg(of lists: [ArraySlice<Row<Movie>>], for queries: [Row<Movie>], at k: Int) -> Double {
        precondition(lists.count == queries.count, "a list for each query")
        let values = CoRatingCounts(in: interactions).map(queries) { place, counts in
            let common = among(counts)
            let query = queries[place]
            let best = similarity.best(k, of: query, common, raterCounts, interactions.userCount)
            guard !best.isEmpty else { return Double?.none }
            let gains = lists[place].prefix(k).map { gain(of: $0, for: query, common) }
            return Self.discounted(gains) / Self.discounted(best.map(\.score))
        }
        return values.compactMap(\.self).mean
    }

    private var similarity: CoRatingSimilarity { .dampedLift }

    /// Counts of raters in common, without those of movies that may be no neighbours.
    private func among(_ counts: [Int32]) -> [Int32] {
        guard let isCandidate else { return counts }
        return zip(counts, isCandidate).map { $1 ? $0 : 0 }
    }

    private func gain(of movie: Row<Movie>, for query: Row<Movie>, _ common: [Int32]) -> Float {
        guard common[movie.index] > 0 else { return 0 }
        return similarity.value(
            common: Int(common[movie.index]),
            first: raterCounts[query.index],
            second: raterCounts[movie.index],
            userCount: interactions.userCount
        )
    }

    private static func discounted(_ gains: [Float]) -> Double {
        gains.enumerated().reduce(0) { sum, entry in
            sum + Double(entry.element) * ListQuality.discount(atRank: entry.offset + 1)
        }
    }
}
