import Ratings
import Retrieval

/// What each neighbour of a movie is worth: its damped lift among some users.
struct CoRatingGains {
    private let lists: RankedLists<Movie, Movie>
    private let isCandidate: [Bool]?

    /// Counts who rated both.
    ///
    /// - Parameters:
    ///   - queries: Whose neighbours count, by row; `nil` for all.
    ///   - candidates: Who may be a neighbour, by row; `nil` for all.
    ///   - interactions: The users whose ratings tell.
    init(
        of queries: [Bool]? = nil,
        among candidates: [Bool]? = nil,
        in interactions: Interactions
    ) {
        lists = CoRatingSimilarity.dampedLift.neighbours(.max, of: queries, in: interactions)
        isCandidate = candidates
    }

    /// NDCG@k of a list with these gains; `nil` if no neighbour has any.
    func ndcg(of list: ArraySlice<Row<Movie>>, for movie: Row<Movie>, at k: Int) -> Double? {
        let gains = zip(lists[movie], lists.scores(of: movie)).filter { neighbour, _ in
            isCandidate?[neighbour.index] != false
        }
        guard !gains.isEmpty else { return nil }
        let gain = Dictionary(uniqueKeysWithValues: gains)
        let ideal = Self.discounted(gains.prefix(k).map(\.1))
        return Self.discounted(list.prefix(k).map { gain[$0] ?? 0 }) / ideal
    }

    private static func discounted(_ gains: [Float]) -> Double {
        gains.enumerated().reduce(0) { sum, entry in
            sum + Double(entry.element) * ListQuality.discount(atRank: entry.offset + 1)
        }
    }
}
