/// Everything that decides what both models learn, but for the data and the seed.
package struct Recipe: Codable, Equatable, Sendable, CustomStringConvertible {
    package var name: String
    package var userMovie: UserMovieSettings
    package var itemItem: ItemItemSettings

    package var description: String { name }

    /// What makes the recipe impossible, in words; `nil` for one that can be followed.
    package var fault: String? {
        (userMovie.bounds + itemItem.bounds).lazy.compactMap(\.fault).first
            ?? (itemItem.nearbyShare + itemItem.nextShare > 1
                ? "nearbyShare + nextShare must be at most 1" : nil)
            ?? (itemItem.training.denominator == .inBatch
                ? "itemItem denominator must not be in_batch" : nil)
            ?? userMovie.training.fault.map { "userMovie: \($0)" }
            ?? itemItem.training.fault.map { "itemItem: \($0)" }
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
                mostNegatives: 2048,
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
            kinScale: 1.5
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

/// What a movie's own embedding belongs to.
package enum CandidateKey: String, Codable, Sendable {
    case id
    /// Movies of the same title share one embedding, as in the reference notebook.
    case title
}

/// What the user tower knows of the moment at which a list is shown.
package struct MomentSettings: Codable, Equatable, Sendable {
    /// How many of the latest movies it sees, at most.
    package var historyLength = 10
    /// A movie's weight falls to 1/e in this many days.
    package var historyDecayDays = 1.0
    /// What the sum of the weighted movies is multiplied by, over √`historyLength`.
    package var historyScale: Float = 0.5
    /// How many consecutive ratings of a user form one set of positives.
    package var blockLength = 10
    /// The distance of two hands of the clock, between which a moment is interpolated.
    package var clockDays = 30.0
}

/// How the user-movie model is trained.
package struct UserMovieSettings: Codable, Equatable, Sendable {
    package var training: TrainingSettings
    package var candidateKey = CandidateKey.id
    /// `nil` for a user tower of ids alone.
    package var moments: MomentSettings?
    /// How much the mean of a user's other movies counts in the user tower, beside 1 for an embedding
    /// of his own; 0 for not at all.
    package var tasteScale: Float = 0
    /// How many of them a query knows in training, at most.
    package var tasteLength = 30
    /// How many parts a user's ratings are cut into, each predicted whatever the moment from others;
    /// two where there are so many users that epochs have no room for more.
    package var tasteParts = 1
    /// The weight of predicting those parts, beside 1 for blocks at their moments.
    package var wholeTasteWeight: Float
    /// Epochs where there are no moments, for want of timestamps; `nil` for as many as with them.
    package var wholeTasteEpochs: Int?
    /// The most parts, and the most blocks, in an epoch; of more, each epoch draws others.
    package var mostBlocks = 100_000
    /// A user of n ratings counts n to this power for each of them.
    package var userWeightExponent: Float
    /// How much more a rating counts that is a standard deviation above the mean.
    package var ratingWeight: Float = 0
    /// A movie counts (its ratings ÷ the mean) to this power.
    package var popularityWeightExponent: Float = 0
    /// How much genres, decade and title words count in the movie tower; 0 for not at all.
    package var contentScale: Float = 0
    /// How much its kin counts in the embedding of a movie that has hardly any rating, beside 1 for
    /// its own; 0 for not at all (`Kin`).
    package var kinScale: Float = 0
    /// How many movies are kin of one, at most.
    package var kinLength = 10
    /// A movie of n ratings leans 1 - n ÷ this as much on its kin, and not at all from there on.
    package var kinRatings = 100
    /// How much age, gender and occupation count in the user tower, where they are known; `nil` for
    /// not at all.
    package var userContentScale: Float?

    fileprivate var bounds: [SettingBound] {
        [
            .count("tasteLength", tasteLength, from: 0),
            .count("tasteParts", tasteParts),
            .count("wholeTasteEpochs", wholeTasteEpochs, from: 0, to: TrainingSettings.mostEpochs),
            .count("mostBlocks", mostBlocks),
            .count("kinLength", kinLength, from: 0, to: 1000),
            .count("kinRatings", kinRatings),
            .count("historyLength", moments?.historyLength, from: 0),
            .count("blockLength", moments?.blockLength),
            SettingBound("historyDecayDays", moments?.historyDecayDays, 1e-6...1e6),
            SettingBound("clockDays", moments?.clockDays, 1...1e6),
            .scale("historyScale", moments?.historyScale),
            .scale("tasteScale", tasteScale),
            .scale("wholeTasteWeight", wholeTasteWeight),
            .scale("contentScale", contentScale),
            .scale("userContentScale", userContentScale),
            .scale("kinScale", kinScale),
            .exponent("userWeightExponent", userWeightExponent),
            .exponent("popularityWeightExponent", popularityWeightExponent),
            .exponent("ratingWeight", ratingWeight),
        ]
    }
}

/// How the item-to-item model is trained.
package struct ItemItemSettings: Codable, Equatable, Sendable {
    package var training: TrainingSettings
    package var candidateKey = CandidateKey.id
    /// The share of pairs rated soon after each other among each movie's positives; the rest are
    /// all co-rated pairs.
    package var nearbyShare: Float = 0
    /// The share of pairs whose candidate was rated soon after the query.
    package var nextShare: Float = 0
    /// How many consecutive ratings count as soon after each other.
    package var nearbyLength = 10
    /// The share of the users that rated a movie of whose two shares half are left.
    ///
    /// One that a share p rated keeps 1 ÷ (1 + (p ÷ this)²) of them. What everybody knows is rated
    /// when a page shows it, and the lift of its pairs is at most 1 ÷ p: the pages would outweigh
    /// it. `nil` where all keep theirs.
    package var familiarShare: Float?
    /// How much more a rating counts in co-rated pairs that is a standard deviation better than its
    /// movie and its user lead to expect (`Liking`).
    package var ratingWeight: Float = 0
    /// How many ratings a step sees, where those of all users are too many (`CoRatings.Form`).
    package var ratingsPerStep = 6_000
    /// The steps of an epoch there, each with the ratings of other users.
    package var stepsPerEpoch = 32
    /// Each pair of a user of n ratings counts (n - 1) to this power.
    package var userWeightExponent: Float
    /// What the weights of a movie of n ratings add up to: n to this power; `nil` to leave them.
    package var movieWeightExponent: Float?
    /// A movie of n ratings uses √(n ÷ (n + this)) of its own embedding and leans on its content.
    package var ownDamping: Float = 0
    /// How much genres, decade and title words count in both towers, which share them.
    package var contentScale: Float = 0
    /// How much more genres count than words and decades, among the content.
    package var genreWeight: Float = 1
    /// How many ratings a movie has that forgoes half of the popularity exponent.
    ///
    /// One of n ratings forgoes 1 ÷ (1 + (n ÷ this)²) of it: of a few raters' other movies, those
    /// that are popular are the safe ones to list. `nil` where all keep it.
    package var fewRatings: Float?

    fileprivate var bounds: [SettingBound] {
        [
            .count("nearbyLength", nearbyLength),
            .count("ratingsPerStep", ratingsPerStep),
            .count("stepsPerEpoch", stepsPerEpoch),
            SettingBound("nearbyShare", Double(nearbyShare), 0...1),
            SettingBound("nextShare", Double(nextShare), 0...1),
            SettingBound("familiarShare", familiarShare.map(Double.init), 1e-6...1e6),
            SettingBound("fewRatings", fewRatings.map(Double.init), 0...1e9),
            SettingBound("ownDamping", Double(ownDamping), 0...1e9),
            .scale("contentScale", contentScale),
            .scale("genreWeight", genreWeight),
            .exponent("ratingWeight", ratingWeight),
            .exponent("userWeightExponent", userWeightExponent),
            .exponent("movieWeightExponent", movieWeightExponent),
        ]
    }
}

extension ItemItemSettings {
    /// The part of `nearbyShare` and `nextShare` that a movie keeps which so many users rated.
    func keptInTime(ofRaters count: Int, among userCount: Int) -> Float {
        guard let familiarShare else { return 1 }
        let excess = Float(count) / (familiarShare * Float(max(1, userCount)))
        return 1 / (1 + excess * excess)
    }
}
