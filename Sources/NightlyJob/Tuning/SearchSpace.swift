import TwoTower

/// The settings that a search may change, and to what.
struct SearchSpace<Settings: Equatable> {
    /// One setting and its values.
    struct Dial {
        let name: String
        fileprivate let valueCount: Int
        /// Sets one of the values and returns it as a text.
        fileprivate let set: (inout Settings, Int) -> String

        /// A setting that takes one of some values.
        static func values<Value>(
            _ name: String,
            _ values: [Value],
            _ place: WritableKeyPath<Settings, Value>
        ) -> Dial {
            Dial(name: name, valueCount: values.count) { settings, choice in
                settings[keyPath: place] = values[choice]
                return "\(values[choice])"
            }
        }

        /// A setting that takes one of some values, or none.
        static func values<Value>(
            _ name: String,
            _ values: [Value?],
            _ place: WritableKeyPath<Settings, Value?>
        ) -> Dial {
            Dial(name: name, valueCount: values.count) { settings, choice in
                settings[keyPath: place] = values[choice]
                return values[choice].map { "\($0)" } ?? "none"
            }
        }

        /// A setting that is multiplied by one of some factors.
        static func factors(
            _ name: String,
            _ factors: [Double],
            _ scale: @escaping (inout Settings, Double) -> Void
        ) -> Dial {
            Dial(name: name, valueCount: factors.count) { settings, choice in
                scale(&settings, factors[choice])
                return "× \(factors[choice])"
            }
        }
    }

    let dials: [Dial]
    /// What makes settings impossible; `nil` for possible ones.
    var fault: (Settings) -> String? = { _ in nil }

    /// Turns each dial with probability ½, to one of its values, which may be the one it has; one that
    /// would make the settings impossible stays.
    ///
    /// - Parameters:
    ///   - start: The settings to change.
    ///   - generator: Decides.
    /// - Returns: The settings, and what has changed.
    func draw(
        near start: Settings,
        using generator: inout some RandomNumberGenerator
    ) -> (settings: Settings, changes: [String]) {
        var settings = start
        var changes: [String] = []
        for dial in dials {
            let isTurned = Bool.random(using: &generator)
            let choice = Int.random(in: 0..<dial.valueCount, using: &generator)
            guard isTurned else { continue }
            let before = settings
            let value = dial.set(&settings, choice)
            guard fault(settings) == nil else {
                settings = before
                continue
            }
            if settings != before { changes.append("\(dial.name) \(value)") }
        }
        return (settings, changes)
    }
}

extension SearchSpace where Settings == UserMovieSettings {
    /// The user-movie model's.
    static var userMovie: Self {
        Self(
            dials: [
                .factors("dimension", [0.5, 2]) { $0.training.scaleDimension(by: $1) },
                .factors("epochs", [0.5, 0.7, 1.5, 2, 3]) { $0.scaleEpochs(by: $1) },
                .factors("learningRate", [0.5, 0.7, 1.4, 2]) {
                    $0.training.learningRate *= Float($1)
                },
                .factors("temperature", [0.7, 0.85, 1.2, 1.5, 2]) {
                    $0.training.temperature.value *= Float($1)
                },
                .values("mostNegatives", [2048, 4096, 8192, 16384], \.training.mostNegatives),
                .values("weightDecay", [0, 0.1, 0.3, 1], \.training.weightDecay),
                .values("userWeightExponent", [-0.5, -0.3, 0], \.userWeightExponent),
                .values("ratingWeight", [0, 0.14, 0.3], \.ratingWeight),
                .values("popularityWeightExponent", [0, 0.1, 0.2], \.popularityWeightExponent),
                .values("contentScale", [0, 1, 2, 4], \.contentScale),
                .values("tasteScale", [0.25, 0.5, 1], \.tasteScale),
                .values("kinScale", [0, 0.75, 1.5, 3], \.kinScale),
                .values("kinPositives", [0, 0.1, 0.2, 0.4], \.kinPositives),
                .values("wholeTasteWeight", [0.3, 1, 3], \.wholeTasteWeight),
                .values("queryLayers", [[], [128], [256]], \.training.queryLayers),
                .factors("historyScale", [0.5, 2]) { $0.moments?.historyScale *= Float($1) },
            ],
            fault: \.fault
        )
    }
}

extension SearchSpace where Settings == ItemItemSettings {
    /// The item-to-item model's.
    static var itemItem: Self {
        Self(
            dials: [
                .factors("dimension", [0.5, 2]) { $0.training.scaleDimension(by: $1) },
                .factors("epochs", [0.5, 0.7, 1.5, 2]) { $0.training.scaleEpochs(by: $1) },
                .factors("learningRate", [0.5, 0.7, 1.4, 2]) {
                    $0.training.learningRate *= Float($1)
                },
                .factors("temperature", [0.7, 0.85, 1.2, 1.5, 2]) {
                    $0.training.temperature.value *= Float($1)
                },
                .values(
                    "popularityExponent",
                    [0.5, 0.6, 0.7, 0.77, 0.85, 1],
                    \.training.popularityExponent
                ),
                .values("nearbyShare", [0, 0.06, 0.12, 0.26], \.nearbyShare),
                .values("nextShare", [0, 0.08, 0.16, 0.28], \.nextShare),
                .values("familiarShare", [nil, 0.06, 0.12, 0.25], \.familiarShare),
                .values("ratingWeight", [0, 0.15, 0.3, 0.6], \.ratingWeight),
                .values("contentScale", [0, 2, 4, 7, 12], \.contentScale),
                .values("ownDamping", [0, 5, 20], \.ownDamping),
            ],
            fault: \.fault
        )
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
