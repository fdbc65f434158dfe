import Cores
import LinearAlgebra
import Ratings
import Retrieval

/// Judges lists of movies for users against held-out ratings.
///
/// All movies compete except those a user has in the training ratings. Averages run over the users
/// with training and held-out ratings (`Judged`).
package struct UserMovieJudgement: Sendable {
    private let split: Split
    private let catalogue: Catalogue
    /// The users who are judged.
    private let users: [Int]

    /// The list lengths that are measured.
    package static let depths = [10, 20, 100]
    /// The depths of `top_k_categorical_accuracy`, as in the reference notebook.
    package static let accuracyDepths = [1, 5, 10, 50, 100]

    package init(_ split: Split, catalogue: Catalogue) {
        self.split = split
        self.catalogue = catalogue
        users = Judged.among(
            (0..<split.train.userCount).filter { user in
                !split.train.range(of: Row(user)).isEmpty
                    && !split.test.range(of: Row(user)).isEmpty
            }
        )
    }

    /// How many users are judged.
    package var userCount: Int { users.count }

    /// What a scorer's lists are worth.
    package struct Outcome: Sendable {
        package var metrics: Metrics
        /// NDCG@20 of each judged user, for paired comparisons.
        package let ndcgOfUsers: [Double]
    }

    /// Judges a scorer.
    package func judge(_ scorer: some MovieScorer) -> Outcome {
        let deepest = Self.depths.max() ?? 0
        let users = users
        let lists = ExactIndex<Movie>.best(
            deepest,
            ofEach: users.count,
            excluding: { (query: Row<User>) in split.train.movies(of: Row(users[query.index])) },
            scoring: { range in scorer.scores(of: Array(users[range])) }
        )
        let relevant = users.map { Set(split.test.movies(of: Row($0))) }
        var metrics = Metrics()
        var ndcgOfUsers: [Double] = []
        for k in Self.depths {
            let qualities = users.indices.map { place in
                ListQuality(
                    of: lists[Row(place)],
                    at: k,
                    relevantCount: relevant[place].count,
                    isRelevant: relevant[place].contains
                )
            }
            metrics["recall@\(k)"] = qualities.map(\.recall).mean
            metrics["ndcg@\(k)"] = qualities.map(\.ndcg).mean
            metrics["hit_rate@\(k)"] = qualities.map(\.hitRate).mean
            metrics["mrr@\(k)"] = qualities.map(\.reciprocalRank).mean
            if k == 20 { ndcgOfUsers = qualities.map(\.ndcg) }
        }
        metrics =
            metrics
            .merging(
                ListDiversity.metrics(
                    of: lists,
                    at: 20,
                    catalogue: catalogue,
                    interactions: split.train
                )
            )
            .merging(topKCategoricalAccuracy(of: scorer))
            .merging(recallByPopularity(of: lists, at: 20))
        return Outcome(metrics: metrics, ndcgOfUsers: ndcgOfUsers)
    }

    /// The share of the judged users' held-out ratings whose movie has fewer than k movies strictly
    /// above it.
    ///
    /// Nothing is excluded, and averages run over ratings, as in TensorFlow Recommenders'
    /// `FactorizedTopK`. A user without training ratings would count as hit by a scorer to which all
    /// movies are alike for him.
    private func topKCategoricalAccuracy(of scorer: some MovieScorer) -> Metrics {
        let users = users
        let blocks = Cores.ranges(of: users.count, size: 256)
        let deepest = Self.accuracyDepths.max() ?? 0
        let hits = Cores.map(blocks.count) { block in
            let scores = scorer.scores(of: Array(users[blocks[block]]))
            var hits = [Int](repeating: 0, count: Self.accuracyDepths.count)
            for (row, user) in users[blocks[block]].enumerated() {
                for movie in split.test.movies(of: Row(user)) {
                    let aboveCount = scores.countAbove(
                        scores[row, movie.index],
                        row: row,
                        atMost: deepest
                    )
                    for (place, k) in Self.accuracyDepths.enumerated() where aboveCount < k {
                        hits[place] += 1
                    }
                }
            }
            return hits
        }
        let ratingCount = users.reduce(0) { $0 + split.test.range(of: Row($1)).count }
        var metrics = Metrics()
        for (place, k) in Self.accuracyDepths.enumerated() {
            let total = hits.reduce(0) { $0 + $1[place] }
            metrics["top_\(k)_categorical_accuracy"] = Double(total) / Double(ratingCount)
        }
        return metrics
    }

    /// Recall by how popular the held-out movie is: decile 1 holds the tenth of the rated movies
    /// with the most training ratings.
    private func recallByPopularity(of lists: RankedLists<User, Movie>, at k: Int) -> Metrics {
        let counts = split.train.raterCounts
        let order = counts.indices.filter { counts[$0] > 0 }
            .sorted { (counts[$1], $0) < (counts[$0], $1) }
        var decileOf = [Int?](repeating: nil, count: counts.count)
        for (place, movie) in order.enumerated() { decileOf[movie] = place * 10 / order.count + 1 }
        var hits = [Int](repeating: 0, count: 11)
        var totals = hits
        for (place, user) in users.enumerated() {
            let listed = Set(lists[Row(place)].prefix(k))
            for movie in split.test.movies(of: Row(user)) {
                guard let decile = decileOf[movie.index] else { continue }
                totals[decile] += 1
                if listed.contains(movie) { hits[decile] += 1 }
            }
        }
        var metrics = Metrics()
        for decile in 1...10 where totals[decile] > 0 {
            metrics["recall@\(k)_decile_\(decile)"] =
                Double(hits[decile]) / Double(totals[decile])
        }
        return metrics
    }
}
