/// Which candidates a query's positives compete with.
package enum Denominator: String, Codable, Sendable {
    /// The other candidates of a batch of pairs, as in the reference notebook; batches are drawn
    /// once and return in the same order in every epoch.
    case inBatch = "in_batch"
    /// Every candidate: no sampling and nothing to correct.
    case full
}

/// How a pair of towers is trained.
package struct TrainingSettings: Codable, Equatable, Sendable {
    /// The width of every embedding.
    package var dimension: Int
    package var epochs: Int
    /// Pairs (in batch) or queries (full) in one step.
    package var batchSize: Int
    package var denominator: Denominator
    package var optimiser: OptimiserKind
    package var learningRate: Float
    /// Whether the learning rate falls in a straight line to 0 over all steps.
    package var learningRateDecays: Bool
    /// What scores are divided by, > 0.
    package var temperature: Float
    /// Whether embeddings have length 1, so that a score is a cosine.
    package var isNormalised: Bool
    /// α: α · log Q(c) is added to the scores while training and left out of ranking, with Q the
    /// candidate's share of the positives. 0 leaves popularity in the lists, 1 takes it out.
    package var popularityExponent: Float
    /// Parameters start uniform in ± this.
    package var initialRange: Float

    package init(
        dimension: Int,
        epochs: Int,
        batchSize: Int,
        denominator: Denominator = .full,
        optimiser: OptimiserKind = .adam,
        learningRate: Float,
        learningRateDecays: Bool = true,
        temperature: Float = 1,
        isNormalised: Bool = true,
        popularityExponent: Float = 0,
        initialRange: Float = 0.1
    ) {
        self.dimension = dimension
        self.epochs = epochs
        self.batchSize = batchSize
        self.denominator = denominator
        self.optimiser = optimiser
        self.learningRate = learningRate
        self.learningRateDecays = learningRateDecays
        self.temperature = temperature
        self.isNormalised = isNormalised
        self.popularityExponent = popularityExponent
        self.initialRange = initialRange
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
