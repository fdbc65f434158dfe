import LinearAlgebra
import Ratings

/// Towers ready to be trained.
struct TowerPair {
    let name: String
    let table: FeatureTable
    let queries: Queries
    let candidates: SparseMatrix
    /// How many ratings each candidate has; those without any compete with nobody.
    let candidateCounts: [Int]
    /// How many ratings a query has that forgoes half of the popularity bias; `nil` where
    /// queries are no candidates, or none does.
    var fewRatings: Float?

    /// Trains and embeds.
    ///
    /// - Parameters:
    ///   - settings: How.
    ///   - earlier: Parameters to begin from where block and name are the same; the rest begins by
    ///     chance. If any are taken over, the settings of a warm start hold.
    ///   - seed: The run's.
    ///   - observe: Called after every epoch.
    ///   - batches: Makes what the steps show, from who competes and a generator.
    /// - Returns: The embeddings of `queries` and `candidates`.
    /// - Throws: `TrainingError.diverged`.
    func train<Query, Candidate, Batches: BatchSource>(
        with settings: TrainingSettings,
        from earlier: [ParameterBlock],
        seed: UInt64,
        observe: (EpochReport) -> Void,
        on batches: (Competition, inout SeededGenerator) -> Batches
    ) throws(TrainingError) -> RetrievalModel<Query, Candidate> {
        var table = table
        func layers(_ units: [Int], of tower: String) -> DenseLayers {
            DenseLayers(units, of: tower, dimension: settings.dimension, addedTo: &table)
        }
        let queryLayers = layers(settings.queryLayers, of: "query")
        let candidateLayers = layers(settings.candidateLayers, of: "candidate")
        var generator = SeededGenerator(seed: seed, stage: "train")
        var parameters = table.initialParameters(
            dimension: settings.dimension,
            deviation: settings.initialDeviation,
            using: &generator
        )
        let inheritedRowCount = table.takeOver(earlier, into: &parameters)
        let schedule = inheritedRowCount > 0 ? settings.warm : settings
        let trainer = Trainer(
            modelName: name,
            candidates: Tower(
                features: candidates,
                layers: candidateLayers,
                isNormalised: settings.isNormalised
            ),
            queryLayers: queryLayers,
            candidateCounts: candidateCounts,
            settings: schedule
        )
        var source = batches(
            Competition(of: candidateCounts, settings, fewRatings: fewRatings),
            &generator
        )
        var losses: [Double] = []
        try trainer.train(&parameters, on: &source, using: &generator) { report in
            losses.append(report.loss)
            observe(report)
        }
        let model = RetrievalModel<Query, Candidate>(
            queries: queries.embeddings { [parameters] features in
                trainer.queryTower(features).embed(with: parameters).embeddings
            },
            candidates: trainer.candidates.embeddings(with: parameters),
            temperature: trainer.temperature,
            parameters: table.blocks(of: parameters),
            inheritedRowCount: inheritedRowCount,
            losses: losses
        )
        guard model.isFinite else { throw .diverged(model: name, epoch: losses.count) }
        return model
    }
}
