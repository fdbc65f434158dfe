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
