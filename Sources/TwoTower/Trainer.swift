import Foundation
import LinearAlgebra
import Ratings

/// What happened in an epoch.
package struct EpochReport: Codable, Sendable {
    /// Counted from 1.
    package let epoch: Int
    /// Nats for each unit of positive weight: the mean cross-entropy of a positive pair.
    package let loss: Double
    package let seconds: Double
}

/// Trains a pair of towers: one trainer for every model.
///
/// The loss is softmax cross-entropy; which candidates compete is the settings' `denominator`.
struct Trainer {
    /// Named in errors.
    let modelName: String
    let queries: Tower
    let candidates: Tower
    let positives: any PositivePairs
    /// How many ratings each candidate has, for the popularity that training takes out of scores.
    let candidateCounts: [Int]
    /// Whether query and candidate of the same row are one entity, which is no rival of itself.
    let queriesAreCandidates: Bool
    let settings: TrainingSettings

    /// What scores are divided by: fewer candidates with ratings, a higher temperature.
    var temperature: Float {
        settings.temperature.value(for: candidateCounts.count { $0 > 0 })
    }

    /// Moves a table of parameters towards the least loss.
    ///
    /// - Parameters:
    ///   - table: Where training begins. Shape `[features, dimension]`.
    ///   - generator: Shuffles the batches.
    ///   - observe: Called after every epoch.
    /// - Throws: `TrainingError.diverged` at the first epoch whose loss is not finite.
    /// - Complexity: O(epochs × queries × candidates × dimension), and O(epochs × entries of the
    ///   positives × dimension) for each batch.
    func train(
        _ table: inout Matrix,
        using generator: inout some RandomNumberGenerator,
        observe: (EpochReport) -> Void
    ) throws(TrainingError) {
        var optimiser = Optimiser(settings, for: table)
        var step = BatchStep(self, table: table)
        let totalWeight = positives.totals.reduce(0) { $0 + Double($1) }
        var batches = nextBatches(using: &generator)
        var rate = LearningRate(settings, stepCount: settings.epochs * batches.count)
        for epoch in 1...max(1, settings.epochs) where settings.epochs > 0 {
            let start = ContinuousClock.now
            var loss = 0.0
            for batch in batches {
                loss += step.lossAndGradient(of: batch, table: table)
                optimiser.step(
                    &table,
                    rows: step.touchedRows,
                    along: step.gradient,
                    rate: rate.next()
                )
                step.clear()
            }
            guard loss.isFinite else { throw .diverged(model: modelName, epoch: epoch) }
            observe(
                EpochReport(
                    epoch: epoch,
                    // Without a pair there is nothing to learn and nothing to lose.
                    loss: totalWeight > 0 ? loss / totalWeight : 0,
                    seconds: (ContinuousClock.now - start) / .seconds(1)
                )
            )
            if settings.denominator == .full { batches = nextBatches(using: &generator) }
        }
    }

    private func nextBatches(using generator: inout some RandomNumberGenerator) -> [Batch] {
        switch (settings.denominator, positives) {
        case (.inBatch, let pairs as ListedPairs):
            Batch.inBatch(pairs, bias: bias, size: settings.batchSize, using: &generator)
        case (.inBatch, _):
            preconditionFailure("in-batch softmax needs pairs that are written down")
        case (.full, _):
            Batch.full(positives, bias: bias, size: fullBatchSize, using: &generator)
        }
    }

    private var fullBatchSize: Int {
        guard let count = settings.batchCount else { return settings.batchSize }
        let queryCount = positives.totals.count { $0 > 0 }
        return max(1, (queryCount + count - 1) / count)
    }

    /// α · ln(n + damping) of each candidate; -∞ leaves out those without a rating.
    private var bias: [Float] {
        candidateCounts.map { count in
            guard count > 0 else { return -.infinity }
            return settings.popularityExponent * log(Float(count) + settings.popularityDamping)
        }
    }
}

/// One step's loss and gradient, with the buffers that steps share.
struct BatchStep {
    private let trainer: Trainer
    private let candidateFeaturesTransposed: SparseMatrix
    private let candidateRows: [Int32]
    private var softmax = SoftmaxLoss()
    private var isTouched: [Bool]
    /// The gradient of the table: shape `[features, dimension]`.
    private(set) var gradient: Matrix
    /// The rows of the table that the batch has anything to do with.
    private(set) var touchedRows: [Int32] = []

    init(_ trainer: Trainer, table: Matrix) {
        self.trainer = trainer
        candidateFeaturesTransposed = trainer.candidates.features.transposed
        candidateRows = Array(Set(trainer.candidates.features.columns)).sorted()
        isTouched = [Bool](repeating: false, count: table.rowCount)
        gradient = Matrix(rowCount: table.rowCount, columnCount: table.columnCount)
    }

    /// The batch's loss in nats, summed over its positives; leaves its gradient in `gradient`.
    mutating func lossAndGradient(of batch: Batch, table: Matrix) -> Double {
        let temperature = trainer.temperature
        let queryTower = trainer.queries.gathering(batch.queries)
        let candidateTower =
            batch.candidates.map(trainer.candidates.gathering) ?? trainer.candidates
        let queries = queryTower.embed(with: table)
        let candidates = candidateTower.embed(with: table)

        let totals = batch.positiveRows.map { batch.positives.totals[$0] }
        var denominators = softmax.evaluate(
            queries: queries.embeddings,
            candidates: candidates.embeddings,
            bias: batch.bias,
            totals: totals,
            temperature: temperature,
            own: trainer.queriesAreCandidates && batch.candidates == nil ? batch.queries : nil
        )
        let sums = batch.positives.candidateSums(
            of: batch.positiveRows,
            candidates: candidates.embeddings
        )
        denominators.queryGradient.add(sums, times: -1 / temperature)
        batch.positives.addQuerySums(
            of: batch.positiveRows,
            embeddings: queries.embeddings,
            times: -1 / temperature,
            to: &denominators.candidateGradient
        )

        queryTower.features.addTransposed(
            times: queryTower.backToSums(denominators.queryGradient, through: queries),
            to: &gradient
        )
        let candidateSums = candidateTower.backToSums(
            denominators.candidateGradient,
            through: candidates
        )
        if batch.candidates == nil {
            candidateFeaturesTransposed.add(productWith: candidateSums, to: &gradient)
            touch(candidateRows)
        } else {
            candidateTower.features.addTransposed(times: candidateSums, to: &gradient)
            touch(candidateTower.features.columns)
        }
        touch(queryTower.features.columns)
        let scoresOfPositives = (0..<batch.queries.count).reduce(0.0) { total, row in
            total + Double(queries.embeddings.dot(row: row, with: sums, row: row))
        }
        return denominators.value - scoresOfPositives / Double(temperature)
            - batch.biasOfPositives
    }

    /// Forgets the gradient, ready for the next batch.
    mutating func clear() {
        gradient.clear(rows: touchedRows)
        for row in touchedRows { isTouched[Int(row)] = false }
        touchedRows.removeAll(keepingCapacity: true)
    }

    private mutating func touch(_ rows: [Int32]) {
        for row in rows where !isTouched[Int(row)] {
            isTouched[Int(row)] = true
            touchedRows.append(row)
        }
    }
}

/// The learning rate of each step in turn.
private struct LearningRate {
    private let first: Float
    private let stepCount: Int
    private let decays: Bool
    private var step = 0

    init(_ settings: TrainingSettings, stepCount: Int) {
        first = settings.learningRate
        decays = settings.learningRateDecays
        self.stepCount = stepCount
    }

    mutating func next() -> Float {
        defer { step += 1 }
        return decays ? first * (1 - Float(step) / Float(stepCount)) : first
    }
}
