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
    /// Few ratings or movies: a step shows some of the movies, with the pairs of all users. Many of
    /// both: it shows the pairs of some of the users, whose movies are each other's negatives.
    ///
    /// - Parameters:
    ///   - interactions: What to learn from. Without timestamps, no pair is near in time.
    ///   - catalogue: Titles and genres, for recipes that use them.
    ///   - settings: The recipe's part for this model.
    ///   - earlier: The parameters of an earlier model to begin from; none to begin by chance.
    ///   - seed: The run's.
    ///   - observe: Called after every epoch.
    /// - Returns: One query and one candidate for each movie.
    /// - Throws: `TrainingError.diverged`.
    package static func train(
        on interactions: Interactions,
        of catalogue: Catalogue,
        with settings: ItemItemSettings,
        from earlier: [ParameterBlock] = [],
        seed: UInt64,
        observe: (EpochReport) -> Void = { _ in }
    ) throws(TrainingError) -> RetrievalModel<Movie, Movie> {
        let towers = Towers(interactions, catalogue, settings)
        let coRatings = CoRatings(in: interactions, with: settings)
        if let pairs = coRatings.allPairs {
            return try towers.train(on: pairs, from: earlier, seed: seed, observe: observe)
        }
        return try towers.train(from: earlier, seed: seed, observe: observe) {
            queries,
            competition in
            CoRatedBatches(
                of: coRatings,
                queries,
                against: competition,
                ratingCount: settings.ratingsPerStep,
                stepCount: settings.stepsPerEpoch
            )
        }
    }

    /// Trains the model on any positive pairs, such as clicks from one product page to another.
    ///
    /// - Parameters:
    ///   - pairs: Queries and candidates are movies of the catalogue, by row. Those whose candidate
    ///     nobody has rated are left out: no list of a model shows it.
    ///   - interactions: Tells how popular movies are.
    ///   - catalogue: Titles and genres, for recipes that use them.
    ///   - settings: The recipe's part for this model.
    ///   - earlier: The parameters of an earlier model to begin from; none to begin by chance.
    ///   - seed: The run's.
    ///   - observe: Called after every epoch.
    /// - Returns: One query and one candidate for each movie.
    /// - Throws: `TrainingError.diverged`.
    package static func train(
        on pairs: ListedPairs,
        popularity interactions: Interactions,
        of catalogue: Catalogue,
        with settings: ItemItemSettings,
        from earlier: [ParameterBlock] = [],
        seed: UInt64,
        observe: (EpochReport) -> Void = { _ in }
    ) throws(TrainingError) -> RetrievalModel<Movie, Movie> {
        try Towers(interactions, catalogue, settings).train(
            on: pairs.keeping(interactions.isRated),
            from: earlier,
            seed: seed,
            observe: observe
        )
    }
}

/// Two towers over the movies of a catalogue.
private struct Towers {
    private let pair: TowerPair
    private let queries: SparseMatrix
    private let training: TrainingSettings

    init(_ interactions: Interactions, _ catalogue: Catalogue, _ settings: ItemItemSettings) {
        let counts = interactions.raterCounts
        var table = FeatureTable()
        let features = MovieFeatures(
            of: catalogue,
            key: settings.candidateKey,
            contentScale: settings.contentScale,
            genreWeight: settings.genreWeight,
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
        self.queries = queryFeatures
        pair = TowerPair(
            name: "item-to-item",
            table: table,
            queries: Queries(count: counts.count) { queryFeatures.gathering(Array($0)) },
            candidates: candidates.matrix(columnCount: table.rowCount),
            candidateCounts: counts,
            fewRatings: settings.fewRatings
        )
        training = settings.training
    }

    /// Trains on pairs whose candidates all have a rating.
    func train(
        on pairs: some PositivePairs,
        from earlier: [ParameterBlock],
        seed: UInt64,
        observe: (EpochReport) -> Void
    ) throws(TrainingError) -> RetrievalModel<Movie, Movie> {
        try train(from: earlier, seed: seed, observe: observe) { queries, competition in
            QueryBatches(
                queries,
                pairs,
                against: competition,
                queriesAreCandidates: true,
                size: { training.batchSize(for: $0) }
            )
        }
    }

    func train(
        from earlier: [ParameterBlock],
        seed: UInt64,
        observe: (EpochReport) -> Void,
        on batches: (SparseMatrix, Competition) -> some BatchSource
    ) throws(TrainingError) -> RetrievalModel<Movie, Movie> {
        try pair.train(with: training, from: earlier, seed: seed, observe: observe) {
            competition,
            _ in
            batches(queries, competition)
        }
    }
}
