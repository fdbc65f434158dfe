import ArgumentParser
import NightlyJob

/// What a run must keep to before it is published.
struct GateOptions: ParsableArguments {
    @Option(
        name: .customLong("gate"),
        help: ArgumentHelp(
            "A gate's bound, such as ratings_lost=0.5 or surge=off; may be repeated.",
            valueName: "name=bound"
        ),
        transform: GateBound.init(text:)
    )
    var bounds: [GateBound] = []

    @Option(help: "Checks of neighbours, scored by every run: movie,expectation,neighbour,note.")
    var spotChecks: String?

    @Flag(help: "Publish although gates are closed; report.json records it.")
    var force = false

    func apply(to settings: inout JobSettings) {
        for bound in bounds { settings.gates[bound.gate] = bound.value }
        settings.spotChecks = spotChecks
        settings.forcesPublication = force
    }
}

/// A gate and what its number is held to.
struct GateBound {
    let gate: Gate
    /// `nil` if the gate is to close on nothing.
    let value: Double?

    /// Reads `name=number` or `name=off`.
    init(text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else {
            throw ValidationError("\"\(text)\" is not of the form name=bound")
        }
        guard let gate = Gate(rawValue: parts[0]) else {
            let near = suggestions(for: parts[0], among: Gate.allCases.map(\.rawValue), most: 1)
            throw ValidationError(
                "no gate \"\(parts[0])\"" + (near.isEmpty ? "" : "; nearest: \(near[0])")
            )
        }
        self.gate = gate
        if parts[1] == "off" {
            value = nil
        } else if let number = Double(parts[1]), number.isFinite {
            guard number >= 0 || gate.canBeNegative else {
                throw ValidationError("\(gate.rawValue) is never below 0, so its bound cannot be")
            }
            value = number
        } else {
            throw ValidationError("the bound of \(gate.rawValue) must be a number or off")
        }
    }
}
