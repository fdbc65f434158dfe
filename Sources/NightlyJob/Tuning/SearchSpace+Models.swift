import Ratings
import TwoTower

extension SearchSpace where Settings == UserMovieSettings {
    /// The user-movie model's, without dials of the default recipe that can change nothing on these data.
    static func userMovie(on dataset: Dataset) -> Self {
        var dials: [Dial] = [
            .factors("dimension", [0.5, 2]) { $0.training.scaleDimension(by: $1) },
            .factors("epochs", [0.5, 0.7, 1.5, 2, 3]) { $0.scaleEpochs(by: $1) },
            .factors("learningRate", [0.5, 0.7, 1.4, 2]) { $0.training.learningRate *= Float($1) },
            .factors("temperature", [0.7, 0.85, 1.2, 1.5, 2]) {
                $0.training.temperature.value *= Float($1)
            },
            .values("weightDecay", [0, 0.1, 0.3, 1], \.training.weightDecay),
            .values("userWeightExponent", [-0.5, -0.3, 0], \.userWeightExponent),
            .values("popularityWeightExponent", [0, 0.1, 0.2], \.popularityWeightExponent),
            .values("tasteScale", [0.25, 0.5, 1], \.tasteScale),
            .values("kinScale", [0, 0.75, 1.5, 3], \.kinScale),
            .values("kinPositives", [0, 0.1, 0.2, 0.4], \.kinPositives),
            .values("queryLayers", [[], [128], [256]], \.training.queryLayers),
        ]
        let ratings = dataset.interactions
        let movieCount = ratings.isRated.count { $0 }
        let negatives = [2048, 4096, 8192, 16384].filter { $0 < movieCount }
        if !negatives.isEmpty {
            dials.append(.values("mostNegatives", negatives, \.training.mostNegatives))
        }
        if ratings.haveStars {
            dials.append(.values("ratingWeight", [0, 0.14, 0.3], \.ratingWeight))
        }
        if ratings.timestamps != nil {
            dials += [
                .values("wholeTasteWeight", [0.3, 1, 3], \.wholeTasteWeight),
                .factors("historyScale", [0.5, 2]) { $0.moments?.historyScale *= Float($1) },
            ]
        }
        if dataset.catalogue.isDescribed {
            dials.append(.values("contentScale", [0, 1, 2, 4], \.contentScale))
        }
        return Self(dials: dials, fault: \.fault)
    }
}

extension SearchSpace where Settings == ItemItemSettings {
    /// The item-to-item model's, without dials of the default recipe that can change nothing on these
    /// data.
    ///
    /// - Parameters:
    ///   - dataset: What trials learn from.
    ///   - hasPairs: Whether pairs of a file replace the co-rated ones.
    /// - Returns: Those of dimension, epochs, learning rate, temperature and popularity whatever the data.
    static func itemItem(on dataset: Dataset, hasPairs: Bool) -> Self {
        var dials: [Dial] = [
            .factors("dimension", [0.5, 2]) { $0.training.scaleDimension(by: $1) },
            .factors("epochs", [0.5, 0.7, 1.5, 2]) { $0.training.scaleEpochs(by: $1) },
            .factors("learningRate", [0.5, 0.7, 1.4, 2]) { $0.training.learningRate *= Float($1) },
            .factors("temperature", [0.7, 0.85, 1.2, 1.5, 2]) {
                $0.training.temperature.value *= Float($1)
            },
            .values(
                "popularityExponent",
                [0.5, 0.6, 0.7, 0.77, 0.85, 1],
                \.training.popularityExponent
            ),
        ]
        let ratings = dataset.interactions
        if !hasPairs, ratings.timestamps != nil {
            dials += [
                .values("nearbyShare", [0, 0.06, 0.12, 0.26], \.nearbyShare),
                .values("nextShare", [0, 0.08, 0.16, 0.28], \.nextShare),
                .values("familiarShare", [nil, 0.06, 0.12, 0.25], \.familiarShare),
            ]
        }
        if !hasPairs, ratings.haveStars {
            dials.append(.values("ratingWeight", [0, 0.15, 0.3, 0.6], \.ratingWeight))
        }
        if dataset.catalogue.isDescribed {
            dials.append(.values("contentScale", [0, 2, 4, 7, 12], \.contentScale))
        }
        // Damping leaves nothing of the embedding of a movie that nobody rated, which pairs may have.
        if dataset.catalogue.isDescribed || hasPairs {
            dials.append(.values("ownDamping", [0, 5, 20], \.ownDamping))
        }
        return Self(dials: dials, fault: \.fault)
    }
}

extension Interactions {
    /// Whether some ratings have more stars than others.
    fileprivate var haveStars: Bool {
        ratings.map { stars in stars.contains { $0 != stars[0] } } ?? false
    }
}

extension TrainingSettings {
    /// Multiplies the epochs, which stay above 0.
    mutating func scaleEpochs(by factor: Double) {
        epochs = max(1, Int((Double(epochs) * factor).rounded()))
    }

    fileprivate mutating func scaleDimension(by factor: Double) {
        dimension = max(1, Int(Double(dimension) * factor))
    }
}

extension UserMovieSettings {
    /// Multiplies the epochs with and without timestamps, which stay above 0.
    mutating func scaleEpochs(by factor: Double) {
        training.scaleEpochs(by: factor)
        wholeTasteEpochs = wholeTasteEpochs.map { max(1, Int((Double($0) * factor).rounded())) }
    }
}
