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
            shortages.append("\(megabytes(needed)) of \(what) needed, \(megabytes(there)) free")
        }
        compare("memory", forecast.memoryBytes, memoryBytes)
        compare("disk", forecast.diskBytes, diskBytes)
        let minutes = forecast.coreSeconds / 60 / Double(max(1, cores))
        if let mostMinutes, minutes > mostMinutes {
            let count = Int(minutes.rounded(.up))
            shortages.append(
                "\(count) minute\(count == 1 ? "" : "s") needed on"
                    + " \(cores) core\(cores == 1 ? "" : "s"),"
                    + " \(mostMinutes.formatted(.plain)) allowed"
            )
        }
        guard !shortages.isEmpty else { return nil }
        self.shortages = shortages
    }
}

private func megabytes(_ bytes: Int) -> String { "\((bytes + 999_999) / 1_000_000) MB" }
