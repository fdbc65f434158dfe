import Foundation
import LinearAlgebra
import Ratings

/// What happened in an epoch.
package struct EpochReport: Codable, Sendable {
    /// Counted from 1.
    package let epoch: Int
    /// How many there were to be when this one ended; the loss decides whether they double.
    package let epochCount: Int
    /// Nats for each unit of positive weight: the mean cross-entropy of a positive pair.
    package let loss: Double
    package let seconds: Double
}

/// Trains a pair of towers: one trainer for every model.
///
/// The loss is softmax cross-entropy; what a step shows, and who competes, is up to the batches.
struct Trainer {
    /// Named in errors.
    let modelName: String
    let candidates: Tower
    /// Those of the query tower, whose features come with the batches.
    var queryLayers = DenseLayers()
    /// How many ratings each candidate has.
    let candidateCounts: [Int]
    let settings: TrainingSettings

    /// What scores are divided by.
    var temperature: Float { settings.temperature.value(for: candidateCounts) }

    /// The query tower of some queries, given their features.
    func queryTower(_ features: SparseMatrix) -> Tower {
        Tower(features: features, layers: queryLayers, isNormalised: candidates.isNormalised)
    }

    /// Moves a table of parameters towards the least loss.
    ///
    /// - Parameters:
    ///   - table: Where training begins. Shape `[features, dimension]`.
    ///   - batches: What each step shows.
    ///   - generator: Shuffles the batches.
    ///   - observe: Called after every epoch.
    /// - Throws: `TrainingError.diverged` at the first epoch whose loss is not finite.
    /// - Complexity: O(epochs × queries × negatives × dimension), and for each step O((candidates +
    ///   entries of its positives) × dimension).
    func train(
        _ table: inout Matrix,
        on batches: inout some BatchSource,
        using generator: inout SeededGenerator,
        observe: (EpochReport) -> Void
    ) throws(TrainingError) {
        var optimiser = Optimiser(settings, for: table)
        var step = BatchStep(self)
        var epochCount = settings.epochs
        var losses: [Double] = []
        var rate = LearningRate(settings, stepCount: epochCount * batches.stepCount)
        var mean = MeanOfSteps(settings, stepCount: epochCount * batches.stepCount)
        while losses.count < epochCount {
            let start = ContinuousClock.now
            var (loss, weight) = (0.0, 0.0)
            for _ in 0..<batches.stepCount {
                let batch = batches.next(using: &generator)
                let slope = step.slope(of: batch, at: table)
                loss += slope.loss
                weight += batch.weight
                optimiser.step(&table, rows: slope.rows, along: slope.gradient, rate: rate.next())
                mean.add(table)
            }
            // Without a pair there is nothing to learn and nothing to lose.
            losses.append(weight > 0 ? loss / weight : 0)
            guard loss.isFinite else { throw .diverged(model: modelName, epoch: losses.count) }
            observe(
                EpochReport(
                    epoch: losses.count,
                    epochCount: epochCount,
                    loss: losses[losses.count - 1],
                    seconds: (ContinuousClock.now - start) / .seconds(1)
                )
            )
            // Where epochs are drawn, the loss falls for long, and time decides.
            if losses.count == epochCount, batches.showsAll, settings.doublesEpochs(after: losses) {
                epochCount *= 2
                mean = MeanOfSteps(
                    settings,
                    stepCount: epochCount * batches.stepCount,
                    after: losses.count * batches.stepCount
                )
            }
        }
        if let value = mean.takeValue() { table = value }
    }
}

/// The mean of the parameters after some of the last steps.
///
/// Steps that stay long wander around the least loss; the mean of where they have been is nearer to
/// it than where they end (Polyak & Juditsky 1992, Izmailov et al. 2018). Every fourth step is as
/// good as every one, and 64 are enough.
private struct MeanOfSteps {
    private static let shortestInterval = 4
    private static let mostCounted = 64

    private let share: Float
    private let stepCount: Int
    private let interval: Int
    private var stepsLeft: Int
    private var sum: Matrix?
    private var count: Float = 0

    /// - Parameters:
    ///   - settings: The share of the steps.
    ///   - stepCount: How many there are.
    ///   - doneCount: How many of them have been, none of which counts.
    init(_ settings: TrainingSettings, stepCount: Int, after doneCount: Int = 0) {
        share = settings.averagedShare ?? 0
        self.stepCount = stepCount
        interval = max(Self.shortestInterval, Int(share * Float(stepCount)) / Self.mostCounted)
        stepsLeft = stepCount - doneCount
    }

    /// Takes note of the parameters after the next step.
    mutating func add(_ table: Matrix) {
        stepsLeft -= 1
        guard stepsLeft % interval == 0, Float(stepsLeft) < share * Float(stepCount)
        else { return }
        count += 1
        guard sum != nil else { return sum = table }
        sum?.add(table)
    }

    /// The mean, `nil` where no step counts; then nothing has been noted.
    mutating func takeValue() -> Matrix? {
        guard var mean = sum else { return nil }
        sum = nil  // keeps `mean` unshared
        mean.scale(by: 1 / count)
        return mean
    }
}

/// One step's loss and its gradient, with the buffers that steps share.
struct BatchStep {
    private let trainer: Trainer
    private let temperature: Float
    private var softmax = SoftmaxLoss()

    /// The loss of a batch, and how it changes with the parameters that the batch has to do with.
    struct Slope {
        /// In nats, summed over the positives.
        let loss: Double
        /// Rows of the table, ascending.
        let rows: [Int32]
        /// A row for each of them.
        let gradient: Matrix
    }

    init(_ trainer: Trainer) {
        self.trainer = trainer
        temperature = trainer.temperature
    }

    /// The batch's slope at the parameters of a table.
    mutating func slope(of batch: Batch, at table: Matrix) -> Slope {
        let queryTower = trainer.queryTower(batch.queries)
        let candidateTower =
            batch.candidates.map(trainer.candidates.gathering) ?? trainer.candidates
        let queries = queryTower.embed(with: table)
        let candidates = candidateTower.embed(with: table)

        var denominators = softmax.evaluate(
            terms(of: batch, queries.embeddings, candidates.embeddings)
        )
        let sums = batch.positives.candidateSums(
            of: batch.positiveRows,
            candidates: candidates.embeddings
        )
        denominators.queryGradient.add(sums, times: -1 / temperature)
        var candidateGradient = denominators.candidateGradient
        if let rows = batch.negatives.rows {
            candidateGradient = Matrix(
                candidates.embeddings.rowCount,
                spreading: candidateGradient,
                to: rows
            )
        }
        batch.positives.addQuerySums(
            of: batch.positiveRows,
            embeddings: queries.embeddings,
            times: -1 / temperature,
            to: &candidateGradient
        )
        let scoresOfPositives = (0..<batch.queries.rowCount).reduce(0.0) { total, row in
            total + Double(queries.embeddings.dot(row: row, with: sums, row: row))
        }

        let parameters = Participants(
            parametersOf: queryTower,
            candidateTower,
            among: table.rowCount
        )
        var gradient = Matrix(rowCount: parameters.count, columnCount: table.columnCount)
        queryTower.back(
            denominators.queryGradient,
            through: queries,
            to: &gradient,
            of: parameters
        )
        candidateTower.back(candidateGradient, through: candidates, to: &gradient, of: parameters)
        return Slope(
            loss: denominators.value - scoresOfPositives / Double(temperature)
                - batch.biasOfPositives,
            rows: parameters.rows(of: Array(0..<parameters.count)).map { Int32($0) },
            gradient: gradient
        )
    }

    private func terms(
        of batch: Batch,
        _ queries: Matrix,
        _ candidates: Matrix
    ) -> SoftmaxLoss.Terms {
        SoftmaxLoss.Terms(
            queries: queries,
            candidates: batch.negatives.rows.map(candidates.gathering) ?? candidates,
            bias: batch.negatives.bias,
            totals: batch.positiveRows.map { batch.positives.totals[$0] },
            temperature: temperature,
            own: batch.own,
            relief: batch.relief
        )
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
