import Foundation

/// A run was not begun, because the machine has less than it will take.
package struct ResourceError: Error, Equatable, CustomStringConvertible {
    /// Each with what is predicted and what is there.
    let shortages: [String]

    package var description: String {
        "not begun: " + shortages.joined(separator: "; ")
            + "; --ignore-resources begins all the same"
    }

    /// - Returns: `nil` where nothing is short; what the machine does not tell is not.
    init?(
        _ forecast: ResourceForecast,
        memoryBytes: Int?,
        diskBytes: Int?,
        cores: Int,
        mostMinutes: Double?
    ) {
        var shortages: [String] = []
        func compare(_ what: String, _ needed: Int, _ there: Int?) {
            guard let there, needed > there else { return }
            shortages.append(
                "\(megabytes(needed, .up)) of \(what) needed, \(megabytes(there, .down)) free"
            )
        }
        compare("memory", forecast.memoryBytes, memoryBytes)
        compare("disk", forecast.diskBytes, diskBytes)
        let minutes = forecast.coreSeconds / 60 / Double(max(1, cores))
        if let mostMinutes, minutes > mostMinutes {
            let needed = minutes.formatted(
                .plain.precision(.significantDigits(1...2)).rounded(rule: .up)
            )
            shortages.append(
                "\(needed) minute\(needed == "1" ? "" : "s") needed on \(cores) core\(cores == 1 ? "" : "s"),"
                    + " \(mostMinutes.formatted(.plain.precision(.significantDigits(1...6)))) allowed"
            )
        }
        guard !shortages.isEmpty else { return nil }
        self.shortages = shortages
    }
}

/// What is needed is never told as less than it is, nor what is there as more.
private func megabytes(_ bytes: Int, _ rule: FloatingPointRoundingRule) -> String {
    let megabytes = Double(bytes) / 1e6
    let digits = megabytes < 10 ? 1 : 0
    return megabytes.formatted(
        .plain.precision(.fractionLength(0...digits)).rounded(rule: rule)
    ) + " MB"
}
