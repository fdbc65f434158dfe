/// Gauges in Prometheus' text exposition format.
struct MetricsPage {
    /// A value and the labels that tell it from the others of its name.
    typealias Sample = (labels: [(name: String, value: String)], value: Double)

    /// Every line ends in a line feed.
    private(set) var text = ""

    /// Adds a gauge; one without samples is left out.
    ///
    /// - Parameters:
    ///   - name: Letters, digits and underscores.
    ///   - help: One line without a backslash.
    ///   - samples: Differ in their labels.
    mutating func add(_ name: String, _ help: String, _ samples: [Sample]) {
        guard !samples.isEmpty else { return }
        text += "# HELP \(name) \(help)\n# TYPE \(name) gauge\n"
        for sample in samples {
            let labels = sample.labels.map { "\($0.name)=\"\(Self.escaped($0.value))\"" }
            let braces = labels.isEmpty ? "" : "{" + labels.joined(separator: ",") + "}"
            text += "\(name)\(braces) \(Self.number(sample.value))\n"
        }
    }

    private static func escaped(_ value: String) -> String {
        value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
            .replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return value == value.rounded() && value.magnitude < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}
