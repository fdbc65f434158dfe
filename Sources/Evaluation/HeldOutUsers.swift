import Ratings
import Retrieval

/// Judges lists of neighbours by whom other users rated together.
///
/// A fifth of the users is held out. A neighbour's gain is its damped lift among them; so the order
/// in which a page showed its films does not matter.
package enum HeldOutUsers {
    /// The ratings of four fifths of the users, and of the others, all numbered as before.
    package static func split(
        _ interactions: Interactions,
        using generator: inout some RandomNumberGenerator
    ) -> Split {
        let order = (0..<interactions.userCount).shuffled(using: &generator)
        let heldOut = Set(order.prefix(interactions.userCount / 5))
        var isHeldOut = [Bool](repeating: false, count: interactions.count)
        for user in heldOut {
            for place in interactions.range(of: Row(user)) { isHeldOut[place] = true }
        }
        return Split(
            train: interactions.filtered(by: isHeldOut.map { !$0 }),
            test: interactions.filtered(by: isHeldOut)
        )
    }

    /// `held_out_users_ndcg@k`, as `ndcg` says.
    package static func metrics(
        of lists: RankedLists<Movie, Movie>,
        at k: Int,
        on split: Split
    ) -> Metrics {
        Metrics(["held_out_users_ndcg@\(k)": ndcg(of: lists, at: k, on: split)])
    }

    /// The NDCG, averaged over the judged movies with any gain and a training rating.
    ///
    /// - Parameters:
    ///   - lists: One for each movie, made from `split.train`.
    ///   - k: Only the first k places of a list count.
    ///   - split: The held-out users' ratings are in `test`.
    /// - Returns: From 0 to 1; 0 if no movie has any gain.
    package static func ndcg(
        of lists: RankedLists<Movie, Movie>,
        at k: Int,
        on split: Split
    ) -> Double {
        let counts = split.train.raterCounts
        let queries = Judged.movies(of: counts.count).filter { counts[$0.index] > 0 }
        return CoRatingGains(in: split.test).ndcg(
            of: queries.map { lists[$0] },
            for: queries,
            at: k
        )
    }
}
