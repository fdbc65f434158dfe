import LinearAlgebra
import Ratings

/// The item-to-item model: who looks at this movie, which others does he want?
///
/// Two towers over the same movies. They differ, because "people who looked at A want B" is not
/// symmetric; what the catalogue says about a movie they share.
package enum ItemItemModel {
    /// Trains the model on co-rated pairs: two movies that one user rated. Every rating counts.
    ///
    /// - Parameters:
    ///   - interactions: What to learn from. Without timestamps, no pair is near in time.
    ///   - catalogue: Titles and genres, for recipes that use them.
    ///   - settings: The recipe's part for this model.
    ///   - seed: The run's.
    ///   - observe: Called after every epoch.
    /// - Returns: One query and one candidate for each movie.
    package static func train(
        on interactions: Interactions,
        of catalogue: Catalogue,
        with settings: ItemItemSettings,
        seed: UInt64,
        observe: (EpochReport) -> Void = { _ in }
    ) throws(TrainingError) -> RetrievalModel<Movie, Movie> {
        try train(
            on: coRatedPairs(in: interactions, with: settings),
            of: catalogue,
            with: settings,
            seed: seed,
            observe: observe
        )
    }

    /// Trains the model on any positive pairs, such as clicks from one product page to another.
    ///
    /// - Parameter pairs: Queries and candidates are movies of the catalogue, by row.
    package static func train(
        on pairs: some PositivePairs,
        of catalogue: Catalogue,
        with settings: ItemItemSettings,
        seed: UInt64,
        observe: (EpochReport) -> Void = { _ in }
    ) throws(TrainingError) -> RetrievalModel<Movie, Movie> {
        var table = FeatureTable()
        let features = MovieFeatures(
            of: catalogue,
            key: settings.candidateKey,
            contentScale: settings.contentScale
        )
        let (queries, candidates) = features.addBlocks(
            to: &table,
            sharedBy: "query",
            "candidate"
        )
        let queryFeatures = queries.matrix(columnCount: table.rowCount)
        let pair = TowerPair(
            name: "item-to-item",
            table: table,
            trainingQueries: queryFeatures,
            queries: queryFeatures,
            candidates: candidates.matrix(columnCount: table.rowCount),
            positives: pairs
        )
        return try pair.train(with: settings.training, seed: seed, observe: observe)
    }

    /// All co-rated pairs, mixed with those that were rated soon after each other.
    ///
    /// A user of n ratings counts 1/(n - 1) for each pair, so that nobody votes quadratically, and
    /// every movie's pairs add up to 1.
    private static func coRatedPairs(
        in interactions: Interactions,
        with settings: ItemItemSettings
    ) -> MixedPairs {
        let everything = interactions.groups(of: .max)
        guard settings.nearbyShare > 0, interactions.timestamps != nil else {
            return MixedPairs([CoRatedPairs(groups: everything, sharing: 1)])
        }
        let nearby = interactions.groups(of: settings.nearbyLength)
        return MixedPairs([
            CoRatedPairs(groups: everything, sharing: 1 - settings.nearbyShare),
            CoRatedPairs(groups: nearby, sharing: settings.nearbyShare),
        ])
    }
}

extension CoRatedPairs {
    /// Pairs in which each member of a group counts 1 in all, and each movie `share`.
    fileprivate init(groups: SparseMatrix, sharing share: Float) {
        let weights = (0..<groups.rowCount).map { group in
            1 / Float(max(1, groups.columns(ofRow: group).count - 1))
        }
        self.init(groups: groups, groupWeights: weights, rowTotal: share)
    }
}

extension Interactions {
    /// Each user's ratings in order of time, cut into overlapping groups: one begins every half
    /// length. Shape `[groups, movies]`.
    fileprivate func groups(of length: Int) -> SparseMatrix {
        var groups = SparseMatrix(columnCount: movieCount)
        for user in 0..<userCount {
            let range = range(of: Row(user))
            var start = range.lowerBound
            while start < range.upperBound {
                let end = length < range.upperBound - start ? start + length : range.upperBound
                groups.appendRow(movies[start..<end].map { (column: $0.index, weight: 1) })
                if end == range.upperBound { break }
                start += max(1, length / 2)
            }
        }
        return groups
    }
}
