import Ratings

/// How the user-movie model is trained.
package struct UserMovieSettings: Codable, Equatable, Sendable {
    /// How its towers are trained.
    package var training: TrainingSettings
    /// What a movie's own embedding belongs to.
    package var candidateKey = CandidateKey.id
    /// What the moment of a list adds; `nil` for nothing.
    ///
    /// Where there are no timestamps, an embedding that all users share stands in for it, unless this is
    /// `nil`.
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
    ///
    /// In an epoch that shows a share of all parts and blocks, a step has that share of
    /// `mostNegatives`, at least a quarter.
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
    /// How much its kin count as positives of those who rated a movie that has hardly any other
    /// rating, beside 1 for the movie; 0 for not at all.
    package var kinPositives: Float = 0
    /// How many movies are kin of one, at most.
    package var kinLength = 5
    /// A movie of n ratings leans 1 - n ÷ this as much on its kin, and not at all from there on.
    package var kinRatings = 100
    /// How much age, gender and occupation count in the user tower, where they are known; 0 for not at
    /// all.
    package var userContentScale: Float = 0

    /// What makes the settings impossible, in words; `nil` for possible ones.
    package var fault: String? {
        training.fault ?? bounds.lazy.compactMap(\.fault).first
            ?? (training.denominator == .inBatch ? faultOfPairs : nil)
    }

    /// What training on whole pairs could not learn, or not without knowing what is to be predicted.
    private var faultOfPairs: String? {
        let needs: [(name: String, neutral: String, has: Bool)] = [
            ("moments", "absent", moments == nil), ("tasteScale", "0", tasteScale == 0),
            ("tasteParts", "1", tasteParts == 1), ("wholeTasteWeight", "1", wholeTasteWeight == 1),
            ("userWeightExponent", "0", userWeightExponent == 0),
            ("ratingWeight", "0", ratingWeight == 0),
            ("popularityWeightExponent", "0", popularityWeightExponent == 0),
            ("kinPositives", "0", kinPositives == 0),
        ]
        return needs.first { !$0.has }.map { need in
            "\(need.name) must be \(need.neutral) where the denominator is in_batch"
        }
    }

    private var bounds: [SettingBound] {
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
            .scale("kinPositives", kinPositives),
            .exponent("userWeightExponent", userWeightExponent),
            .exponent("popularityWeightExponent", popularityWeightExponent),
            .exponent("ratingWeight", ratingWeight),
        ]
    }
}

extension UserMovieSettings {
    /// How to train on these ratings: for how many epochs, and with how many negatives.
    package func training(on interactions: Interactions) -> TrainingSettings {
        var training = training
        if interactions.timestamps == nil, let wholeTasteEpochs {
            training.warmEpochs = training.warmEpochs.map {
                $0 * wholeTasteEpochs / max(1, training.epochs)
            }
            training.epochs = wholeTasteEpochs
        }
        let queries = queryCounts(in: interactions)
        let most = training.mostNegatives
        training.mostNegatives = max(2, most / 4, most * queries.shown / max(1, queries.all))
        return training
    }

    /// How many parts and blocks there are, and how many of them an epoch shows.
    package func queryCounts(in interactions: Interactions) -> (all: Int, shown: Int) {
        let mostParts = partCount(users: interactions.userCount)
        let blockLength = interactions.timestamps == nil ? nil : moments?.blockLength
        var (parts, blocks) = (0, 0)
        for user in 0..<interactions.userCount {
            let count = interactions.range(of: Row(user)).count
            parts += min(mostParts, count)
            if let blockLength { blocks += (count + blockLength - 1) / blockLength }
        }
        return (parts + blocks, min(parts, mostBlocks) + min(blocks, mostBlocks))
    }

    /// How many ratings are looked at to find the kin of movies.
    package func kinOperationCount(in interactions: Interactions) -> Int {
        hasKin ? Kin.operationCount(below: kinRatings, in: interactions) : 0
    }

    /// Whether movies of few ratings lean on their kin in any way.
    var hasKin: Bool { kinScale > 0 || kinPositives > 0 }

    /// How many parts the ratings of each of so many users are cut into, at most.
    func partCount(users: Int) -> Int {
        min(tasteParts, max(2, mostBlocks / max(1, users)))
    }
}
