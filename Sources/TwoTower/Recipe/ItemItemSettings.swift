/// How the item-to-item model is trained.
package struct ItemItemSettings: Codable, Equatable, Sendable {
    /// How its towers are trained.
    package var training: TrainingSettings
    /// What a movie's own embedding belongs to.
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

    /// What makes the settings impossible, in words; `nil` for possible ones.
    package var fault: String? {
        training.fault ?? bounds.lazy.compactMap(\.fault).first
            ?? (nearbyShare + nextShare > 1 ? "nearbyShare + nextShare must be at most 1" : nil)
            ?? (training.denominator == .inBatch ? "the denominator must not be in_batch" : nil)
    }

    private var bounds: [SettingBound] {
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
