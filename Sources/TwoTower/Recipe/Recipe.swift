/// Everything that decides what both models learn, but for the data and the seed.
package struct Recipe: Codable, Equatable, Sendable, CustomStringConvertible {
    package var name: String
    package var userMovie: UserMovieSettings
    package var itemItem: ItemItemSettings

    package var description: String { name }

    /// What makes the recipe impossible, in words; `nil` for one that can be followed.
    package var fault: String? {
        userMovie.fault.map { "userMovie: \($0)" } ?? itemItem.fault.map { "itemItem: \($0)" }
    }

    /// The recipes by name.
    package static let all = [standard, tutorial]

    /// One recipe for every data set; README.md shows its numbers.
    package static let standard = Recipe(
        name: "default",
        userMovie: UserMovieSettings(
            training: TrainingSettings(
                dimension: 128,
                epochs: 8,
                mostDoublings: 1,
                warmEpochs: 4,
                warmLearningRate: 0.008,
                batchSize: 256,
                denominator: .sampled,
                mostNegatives: 8192,
                learningRate: 0.016,
                learningRateDecays: false,
                averagedShare: 0.5,
                weightDecay: 0.3,
                temperature: Temperature(15, followsSize: true)
            ),
            moments: MomentSettings(),
            tasteScale: 0.5,
            tasteParts: 4,
            wholeTasteWeight: 1,
            wholeTasteEpochs: 32,
            userWeightExponent: -0.3,
            ratingWeight: 0.14,
            popularityWeightExponent: 0.1,
            contentScale: 2,
            kinScale: 1.5,
            kinPositives: 0.2
        ),
        itemItem: ItemItemSettings(
            training: TrainingSettings(
                dimension: 128,
                epochs: 12,
                warmEpochs: 6,
                warmLearningRate: 0.015,
                batchCount: 8,
                learningRate: 0.04,
                adamBeta2: 0.99,
                temperature: Temperature(0.16),
                popularityExponent: 0.77,
                popularityDamping: 30,
                initialDeviation: 0.088
            ),
            nearbyShare: 0.26,
            nextShare: 0.28,
            familiarShare: 0.12,
            ratingWeight: 0.3,
            userWeightExponent: -0.5,
            movieWeightExponent: 0.5,
            ownDamping: 5,
            contentScale: 6.7,
            genreWeight: 2.5,
            fewRatings: 30
        )
    )

    /// The reference notebook, to the digit, and its pattern applied to two movie towers.
    package static let tutorial = Recipe(
        name: "tutorial",
        userMovie: UserMovieSettings(
            training: .tutorial,
            candidateKey: .title,
            wholeTasteWeight: 1,
            userWeightExponent: 0
        ),
        itemItem: ItemItemSettings(
            training: .tutorialAgainstAll,
            candidateKey: .title,
            userWeightExponent: 0
        )
    )
}

extension TrainingSettings {
    fileprivate static let tutorial = TrainingSettings(
        dimension: 32,
        epochs: 3,
        batchSize: 8192,
        denominator: .inBatch,
        optimiser: .adagrad,
        learningRate: 0.1,
        learningRateDecays: false,
        isNormalised: false,
        initialDeviation: 0.05 / Float(3).squareRoot()
    )

    /// The notebook's towers and optimiser against all candidates.
    ///
    /// The co-rated pairs are never written down, so batches of them cannot be drawn.
    fileprivate static var tutorialAgainstAll: TrainingSettings {
        var settings = tutorial
        settings.denominator = .full
        settings.batchSize = 256
        return settings
    }
}
