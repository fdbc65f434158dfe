import Ratings
import Retrieval

/// Judges lists of neighbours by what users rate next.
///
/// Queries are the last five training movies of each user with held-out ratings, those of them that
/// are judged. A list hits where it holds any of the user's held-out movies; averages run over (user,
/// query).
package enum NextCoRated {
    private static let queriesOfUser = 5

    /// `hit_rate@k` and `ndcg@k`, as `quality` says.
    package static func metrics(
        of lists: RankedLists<Movie, Movie>,
        at k: Int,
        on split: Split
    ) -> Metrics {
        let quality = quality(of: lists, at: k, on: split)
        return Metrics(["hit_rate@\(k)": quality.hitRate, "ndcg@\(k)": quality.ndcg])
    }

    /// The hit rate and the NDCG.
    ///
    /// - Parameters:
    ///   - lists: One for each movie, the movie itself left out; made from `split.train`.
    ///   - k: Only the first k places of a list count.
    ///   - split: The queries are in `train`, what they should find in `test`.
    /// - Returns: Both, from 0 to 1; 0 if no user has both training and held-out ratings.
    package static func quality(
        of lists: RankedLists<Movie, Movie>,
        at k: Int,
        on split: Split
    ) -> (hitRate: Double, ndcg: Double) {
        let isJudged = Judged.marks(of: split.train.movieCount)
        var qualities: [ListQuality] = []
        for user in 0..<split.train.userCount {
            let relevant = Set(split.test.movies(of: Row(user)))
            guard !relevant.isEmpty else { continue }
            for query in split.train.movies(of: Row(user)).suffix(queriesOfUser)
            where isJudged[query.index] {
                qualities.append(
                    ListQuality(
                        of: lists[query],
                        at: k,
                        relevantCount: relevant.count,
                        isRelevant: relevant.contains
                    )
                )
            }
        }
        return (qualities.map(\.hitRate).mean, qualities.map(\.ndcg).mean)
    }
}
