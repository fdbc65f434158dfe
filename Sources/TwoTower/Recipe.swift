/// Everything that decides what both models learn, but for the data and the seed.
package struct Recipe: Codable, Equatable, Sendable {
    package let name: String
    package var userMovie: UserMovieSettings
    package var itemItem: ItemItemSettings

    /// The best lists that we know how to make on every data set; see README.md for its numbers.
    package static let standard = Recipe(
        name: "default",
        userMovie: UserMovieSettings(
            training: TrainingSettings(
                dimension: 128,
                epochs: 20,
                batchSize: 512,
                learningRate: 0.03,
                temperature: 0.2
            ),
            candidateKey: .id,
            history: HistorySettings(length: 10, blockLength: 10, decayDays: 1, scale: 0.5),
            wholeTasteWeight: 1,
            userWeightExponent: -0.5,
            contentScale: 0
        ),
        itemItem: ItemItemSettings(
            training: TrainingSettings(
                dimension: 128,
                epochs: 40,
                batchSize: 256,
                learningRate: 0.03,
                temperature: 0.15,
                popularityExponent: 0.5
            ),
            candidateKey: .id,
            nearbyShare: 0.3,
            nearbyLength: 10,
            contentScale: 8
        )
    )

    /// The reference notebook, to the digit, and its pattern applied to two movie towers.
    package static let tutorial = Recipe(
        name: "tutorial",
        userMovie: UserMovieSettings(
            training: .tutorial,
            candidateKey: .title,
            history: nil,
            wholeTasteWeight: 1,
            userWeightExponent: 0,
            contentScale: 0
        ),
        itemItem: ItemItemSettings(
            training: .tutorialAgainstAll,
            candidateKey: .title,
            nearbyShare: 0,
            nearbyLength: 10,
            contentScale: 0
        )
    )

    /// The recipes by name.
    package static let all = [standard, tutorial]
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
        initialRange: 0.05
    )

    /// The co-rated pairs are never written down, so batches of them cannot be drawn: the notebook's
    /// towers and optimiser, against all candidates.
    fileprivate static var tutorialAgainstAll: TrainingSettings {
        var settings = tutorial
        settings.denominator = .full
        settings.batchSize = 256
        return settings
    }
}

/// What a movie's own embedding belongs to.
package enum CandidateKey: String, Codable, Sendable {
    case id
    /// Movies of the same title share one embedding, as in the reference notebook.
    case title
}

/// What the user tower sees of a user's latest movies.
package struct HistorySettings: Codable, Equatable, Sendable {
    /// How many movies, at most.
    package var length: Int
    /// How many consecutive ratings form one set of positives, with the history before them.
    package var blockLength: Int
    /// A movie's weight falls to 1/e in this many days.
    package var decayDays: Double
    /// What the sum of the weighted movies is multiplied by, over √length.
    package var scale: Float
}

/// How the user-movie model is trained.
package struct UserMovieSettings: Codable, Equatable, Sendable {
    package var training: TrainingSettings
    package var candidateKey: CandidateKey
    /// `nil` for a user tower of ids alone.
    package var history: HistorySettings?
    /// The weight of predicting all of a user's ratings from the id, beside the blocks' 1.
    package var wholeTasteWeight: Float
    /// A user of n ratings counts n to this power for each of them.
    package var userWeightExponent: Float
    /// How much genres, decade and title words count in the movie tower; 0 for not at all.
    package var contentScale: Float
}

/// How the item-to-item model is trained.
package struct ItemItemSettings: Codable, Equatable, Sendable {
    package var training: TrainingSettings
    package var candidateKey: CandidateKey
    /// The share of pairs rated soon after each other among the positives; the rest are all
    /// co-rated pairs.
    package var nearbyShare: Float
    /// How many consecutive ratings count as soon after each other.
    package var nearbyLength: Int
    /// How much genres, decade and title words count in both towers, which share them.
    package var contentScale: Float
}
