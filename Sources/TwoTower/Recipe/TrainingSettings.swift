import Foundation

/// Which candidates a query's positives compete with.
package enum Denominator: String, Codable, Sendable {
    /// The other candidates of a batch of pairs, as in the reference notebook; batches are drawn
    /// once and return in the same order in every epoch.
    case inBatch = "in_batch"
    /// Every candidate: no sampling and nothing to correct.
    case full
    /// A sample of the candidates, another in each step, with the logQ correction: for users the
    /// positives of the step, for pairs from a file candidates that are drawn.
    case sampled
    /// `full` for few candidates, `sampled` for many.
    case automatic
}

/// What scores are divided by in training.
package struct Temperature: Codable, Equatable, Sendable {
    /// How many ratings an epoch of the default recipe shows, at most.
    private static let ratingsOfEpoch: Float = 1_000_000

    /// The temperature, or what is divided by ln(candidates) · ln(ratings) to get it; > 0.
    package var value: Float
    /// Whether more candidates make it lower, so that a list stays as sharp, and more ratings too,
    /// which teach a sharper one.
    package var followsSize: Bool

    package init(_ value: Float, followsSize: Bool = false) {
        self.value = value
        self.followsSize = followsSize
    }

    /// The temperature where each candidate has so many ratings.
    ///
    /// Candidates without any do not count; fewer than two candidates or ratings count as two. Of R
    /// ratings above a million an epoch shows only some, which teach less of each: 1,000,000² ÷ R
    /// count.
    package func value(for candidateCounts: [Int]) -> Float {
        guard followsSize else { return value }
        let candidates = candidateCounts.count { $0 > 0 }
        let ratings = max(2, Float(candidateCounts.reduce(0, +)))
        let counted = max(2, min(ratings, Self.ratingsOfEpoch * Self.ratingsOfEpoch / ratings))
        return value / (log(Float(max(2, candidates))) * log(counted))
    }
}

/// How a pair of towers is trained.
package struct TrainingSettings: Codable, Equatable, Sendable {
    /// The width of every embedding.
    package var dimension: Int
    /// The hidden units of each dense layer of the query tower, the layer next to its features first.
    package var queryLayers: [Int] = []
    /// Those of the candidate tower.
    package var candidateLayers: [Int] = []
    /// How often training shows all there is to show, or as much of it as an epoch draws.
    package var epochs: Int
    /// How often the epochs may double, while the loss still falls after them.
    package var mostDoublings = 0
    /// Epochs from an earlier model's parameters, which never double; `nil` for as many as from chance.
    package var warmEpochs: Int?
    /// The learning rate from an earlier model's parameters; `nil` for the usual one.
    package var warmLearningRate: Float?
    /// Pairs (in batch) or queries in one step.
    package var batchSize = 256
    /// Steps of an epoch; if given, it decides the batch size.
    package var batchCount: Int?
    /// The most steps of an epoch: more queries make larger batches (full, sampled).
    package var mostSteps = 64
    /// The most where larger batches would hold too many candidates for half of them to compete.
    package var mostCrowdedSteps = 512
    /// Which candidates a query's positives compete with.
    package var denominator = Denominator.automatic
    /// How many candidates compete in a step where they are sampled, at most; of the user-movie model
    /// fewer where an epoch shows only some of all queries (`UserMovieSettings.mostBlocks`).
    package var mostNegatives = 4096
    /// How gradients become steps.
    package var optimiser = OptimiserKind.adam
    /// How far a step goes, at most, where it is the first.
    package var learningRate: Float
    /// Whether the learning rate falls in a straight line to 0 over all steps.
    package var learningRateDecays = true
    /// The share of the steps, the last ones, whose parameters are averaged; `nil` to keep those of
    /// the very last.
    package var averagedShare: Float?
    /// How slowly Adam forgets squared gradients.
    package var adamBeta2: Float = 0.999
    /// What a parameter loses of itself in a step of Adam, in units of the learning rate.
    package var weightDecay: Float = 0
    /// What scores are divided by before the softmax.
    package var temperature = Temperature(1)
    /// Whether embeddings have length 1, so that a score is a cosine.
    package var isNormalised = true
    /// How much popularity training takes out of the scores: 0 nothing, 1 all of it.
    ///
    /// With exponent α, α · ln(n(c) + `popularityDamping`) is added to the score of a candidate with
    /// n(c) ratings while training and left out of ranking: the logQ correction, with a dial.
    package var popularityExponent: Float = 0
    /// What is added to every count before its logarithm is taken.
    package var popularityDamping: Float = 1
    /// The standard deviation of the parameters at the start; they are uniform around 0.
    package var initialDeviation: Float = 0.05

    /// Whether only some of so many candidates with ratings compete in a step.
    package func samples(of candidateCount: Int) -> Bool {
        switch denominator {
        case .inBatch, .full: false
        case .automatic: candidateCount > Self.mostOfFull
        case .sampled: true
        }
    }

    /// How many of the candidates with ratings compete in a step; `nil` for all of them.
    package func negativeCount(of candidateCount: Int) -> Int? {
        samples(of: candidateCount) && mostNegatives < candidateCount ? mostNegatives : nil
    }

    /// Up to so many candidates, `automatic` is `full`.
    static let mostOfFull = 12_000

    /// How many of all queries one step shows.
    ///
    /// - Parameters:
    ///   - queryCount: How many there are in an epoch.
    ///   - isCrowded: Whether a batch of so many holds too many candidates for half to compete.
    /// - Returns: At least 1.
    func batchSize(for queryCount: Int, isCrowded: (Int) -> Bool = { _ in false }) -> Int {
        func size(steps: Int) -> Int { max(1, (queryCount + steps - 1) / max(1, steps)) }
        if let batchCount { return size(steps: batchCount) }
        let smallBatchCount = (queryCount + batchSize - 1) / batchSize
        var steps = min(mostSteps, smallBatchCount)
        let most = min(mostCrowdedSteps, smallBatchCount)
        while steps < most, isCrowded(size(steps: steps)) { steps = min(2 * steps, most) }
        return size(steps: steps)
    }

    /// What the last quarter of all epochs has to take off the loss, in nats, for as many to follow.
    private static let leastFall = 0.04

    /// Whether as many epochs are to follow: the loss still falls, and not all doublings are used.
    ///
    /// It is the loss of training; nothing has to be held out. A user's parts are drawn anew in every
    /// epoch and weights decay, so that four times the epochs did no harm where this was measured; the
    /// loss tells which data still gain.
    ///
    /// - Parameter losses: Of all epochs so far; one alone is no fall.
    /// - Returns: `false` for fewer than two epochs.
    func doublesEpochs(after losses: [Double]) -> Bool {
        guard losses.count > 1, losses.count < epochs << mostDoublings else { return false }
        let quarter = max(1, losses.count / 4)
        return losses[losses.count - 1 - quarter] - losses[losses.count - 1] > Self.leastFall
    }

    /// The settings of training that begins from an earlier model's parameters.
    var warm: TrainingSettings {
        var warm = self
        warm.epochs = warmEpochs ?? epochs
        warm.learningRate = warmLearningRate ?? learningRate
        warm.mostDoublings = 0
        return warm
    }

    /// More would be no training any more, and steps beyond counting.
    static let mostEpochs = 1_000_000

    /// What makes the settings impossible, in words; `nil` for possible ones.
    var fault: String? {
        bounds.lazy.compactMap(\.fault).first
            ?? (mostDoublings > 0 && learningRateDecays
                ? "mostDoublings must be 0 where the learning rate decays" : nil)
            ?? (mostDoublings > 0 && averagedShare ?? 0 > 0.5
                ? "averagedShare must be at most 0.5 where epochs may double" : nil)
    }

    private var bounds: [SettingBound] {
        let mostUnits = 65_536
        return [
            .count("dimension", dimension, to: mostUnits),
            .count("epochs", epochs, from: 0, to: Self.mostEpochs),
            .count("warmEpochs", warmEpochs, from: 0, to: Self.mostEpochs),
            .count("mostDoublings", mostDoublings, from: 0, to: 10),
            .count("batchSize", batchSize),
            .count("batchCount", batchCount),
            .count("mostSteps", mostSteps),
            .count("mostCrowdedSteps", mostCrowdedSteps),
            .count("mostNegatives", mostNegatives, from: 2),
            SettingBound("learningRate", Double(learningRate), 1e-9...1e9),
            SettingBound("warmLearningRate", warmLearningRate.map(Double.init), 1e-9...1e9),
            SettingBound("averagedShare", averagedShare.map(Double.init), 0...1),
            SettingBound("adamBeta2", Double(adamBeta2), 0...0.999_999),
            SettingBound("temperature", Double(temperature.value), 1e-6...1e6),
            SettingBound("popularityDamping", Double(popularityDamping), 0...1e9),
            .scale("weightDecay", weightDecay),
            .scale("initialDeviation", initialDeviation),
            .exponent("popularityExponent", popularityExponent),
        ] + queryLayers.map { .count("each of queryLayers", $0, to: mostUnits) }
            + candidateLayers.map { .count("each of candidateLayers", $0, to: mostUnits) }
    }
}

/// Why training stopped before its end.
package enum TrainingError: Error, Equatable, CustomStringConvertible {
    /// The loss of an epoch, counted from 1, is infinite or not a number.
    case diverged(model: String, epoch: Int)

    package var description: String {
        switch self {
        case .diverged(let model, let epoch):
            "the loss of the \(model) model is not finite in epoch \(epoch);"
                + " a smaller learning rate may help"
        }
    }
}
