/// A number among a recipe's settings, and what it may be: nothing that no training could mean, and
/// nothing that sums and products of sizes could not hold.
struct SettingBound {
    private let name: String
    /// `nil` for a setting that is absent.
    private let value: Double?
    private let range: ClosedRange<Double>

    init(_ name: String, _ value: Double?, _ range: ClosedRange<Double>) {
        self.name = name
        self.value = value
        self.range = range
    }

    /// How many there are of something.
    static func count(
        _ name: String,
        _ value: Int?,
        from least: Int = 1,
        to most: Int = 1_000_000_000
    ) -> SettingBound {
        SettingBound(name, value.map(Double.init), Double(least)...Double(most))
    }

    /// How much something counts beside 1.
    static func scale(_ name: String, _ value: Float?) -> SettingBound {
        SettingBound(name, value.map(Double.init), 0...1000)
    }

    /// A power that something is raised to, or a rate at which something counts more.
    static func exponent(_ name: String, _ value: Float?) -> SettingBound {
        SettingBound(name, value.map(Double.init), -10...10)
    }

    /// What is wrong, in words; `nil` for a value that may be.
    var fault: String? {
        guard let value, !range.contains(value) else { return nil }
        return "\(name) must be between \(text(range.lowerBound)) and \(text(range.upperBound))"
    }

    private func text(_ bound: Double) -> String {
        bound == bound.rounded() ? "\(Int(bound))" : "\(bound)"
    }
}
