import Foundation
import LinearAlgebra
import Ratings

/// The item-to-item model: which other movies the people want who look at one.
///
/// Two towers over the same movies. They differ, because "people who looked at A want B" is not
/// symmetric; what the catalogue says about a movie they share.
package enum ItemItemModel {
    /// Trains the model on co-rated pairs: two movies that one user rated, whatever the rating.
    ///
    /// - Parameters:
    ///   - interactions: What to learn from. Without timestamps, no pair is near in time.
    ///   - catalogue: Titles and genres, for recipes that use them.
    ///   - settings: The recipe's part for this model.
    ///   - seed: The run's.
    ///   - observe: Called after every epoch.
    /// - Returns: One query and one candidate for each movie.
    /// - Throws: `TrainingError.diverged`.
    package static func train(
        on interactions: Interactions,
        of catalogue: Catalogue,
        with settings: ItemItemSettings,
        seed: UInt64,
        observe: (EpochReport) -> Void = { _ in }
    ) throws(TrainingError) -> RetrievalModel<Movie, Movie> {
        try train(
            on: coRatedPairs(in: interactions, with: settings),
            popularity: interactions,
            of: catalogue,
            with: settings,
            seed: seed,
            observe: observe
        )
    }

    /// Trains the model on any positive pairs, such as clicks from one product page to another.
    ///
    /// - Parameters:
    ///   - pairs: Queries and candidates are movies of the catalogue, by row.
    ///   - interactions: Tells how popular movies are.
    ///   - catalogue: Titles and genres, for recipes that use them.
    ///   - settings: The recipe's part for this model.
    ///   - seed: The run's.
    ///   - observe: Called after every epoch.
    /// - Returns: One query and one candidate for each movie.
    /// - Throws: `TrainingError.diverged`.
    package static func train(
        on pairs: some PositivePairs,
        popularity interactions: Interactions,
        of catalogue: Catalogue,
        with settings: ItemItemSettings,
        seed: UInt64,
        observe: (EpochReport) -> Void = { _ in }
    ) throws(TrainingError) -> RetrievalModel<Movie, Movie> {
        let counts = interactions.raterCounts
        var table = FeatureTable()
        let features = MovieFeatures(
            of: catalogue,
            key: settings.candidateKey,
            contentScale: settings.contentScale,
            ownScales: counts.map { count in
                settings.ownDamping > 0
                    ? sqrt(Float(count) / (Float(count) + settings.ownDamping)) : 1
            }
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
            positives: pairs,
            candidateCounts: counts,
            queriesAreCandidates: true
        )
        return try pair.train(with: settings.training, seed: seed, observe: observe)
    }

    /// All co-rated pairs, mixed with those that were rated soon after each other.
    private static func coRatedPairs(
        in interactions: Interactions,
        with settings: ItemItemSettings
    ) -> MixedPairs {
        let everything = interactions.groups(of: .max)
        let totals = settings.movieWeightExponent.map { exponent in
            interactions.raterCounts.map { pow(Float($0), exponent) }
        }
        func pairs(_ groups: SparseMatrix, exponent: Float, share: Float) -> CoRatedPairs {
            let weights = (0..<groups.rowCount).map { group in
                pow(Float(max(1, groups.columns(ofRow: group).count - 1)), exponent)
            }
            return CoRatedPairs(
                groups: groups,
                groupWeights: weights,
                rowTotals: totals?.map { $0 * share }
            )
        }
        let nearbyShare = interactions.timestamps == nil ? 0 : settings.nearbyShare
        let all = pairs(everything, exponent: settings.userWeightExponent, share: 1 - nearbyShare)
        guard nearbyShare > 0 else { return MixedPairs([all]) }
        let nearby = interactions.groups(of: settings.nearbyLength)
        return MixedPairs([all, pairs(nearby, exponent: -1, share: nearbyShare)])
    }
}

extension Interactions {
    /// Each user's ratings in order of time, cut into groups of a length; the last may be shorter.
    ///
    /// Shape `[groups, movies]`.
    fileprivate func groups(of length: Int) -> SparseMatrix {
        var groups = SparseMatrix(columnCount: movieCount)
        for user in 0..<userCount {
            var rest = movies(of: Row(user))
            while !rest.isEmpty {
                groups.appendRow(rest.prefix(length).map { (column: $0.index, weight: 1) })
                rest = rest.dropFirst(length)
            }
        }
        return groups
    }
}
