import Ratings
import Retrieval

/// What each neighbour of a movie is worth: its damped lift among some users.
struct CoRatingGains: Sendable {
    private let counts: CoRatingCounts
    private let isCandidate: [Bool]?

    /// - Parameters:
    ///   - candidates: Who may be a neighbour, by row; `nil` for all.
    ///   - interactions: The users whose ratings tell.
    init(among candidates: [Bool]? = nil, in interactions: Interactions) {
        counts = CoRatingCounts(in: interactions)
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
        let values = counts.map(queries) { place, all in
            let coRated = isCandidate.map { among in all.filter { among[$0.movie.index] } } ?? all
            let query = queries[place]
            let best = similarity.best(k, of: query, coRated, among: counts)
            guard !best.isEmpty else { return Double?.none }
            let gains = lists[place].prefix(k).map { gain(of: $0, for: query, coRated) }
            return Self.discounted(gains) / Self.discounted(best.map(\.score))
        }
        return values.compactMap(\.self).mean
    }

    private var similarity: CoRatingSimilarity { .dampedLift }

    private func gain(
        of movie: Row<Movie>,
        for query: Row<Movie>,
        _ coRated: [CoRatingCounts.CoRated]
    ) -> Float {
        guard let common = coRated.coRaterCount(of: movie) else { return 0 }
        return similarity.value(
            common: common,
            first: counts.raterCounts[query.index],
            second: counts.raterCounts[movie.index],
            userCount: counts.userCount
        )
    }

    private static func discounted(_ gains: [Float]) -> Double {
        gains.enumerated().reduce(0) { sum, entry in
            sum + Double(entry.element) * ListQuality.discount(atRank: entry.offset + 1)
        }
    }
}
