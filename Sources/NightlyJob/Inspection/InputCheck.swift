import CSV
import Foundation
import Ratings

/// Reads input files as a run would, and tells everything that is wrong with them.
package enum InputCheck {
    /// Checks the files of `settings`.
    ///
    /// - Parameters:
    ///   - settings: The input, and how many records of each file may be wrong.
    ///   - rejects: Where the wrong records are put as they stand, in place of what is there; no file is
    ///     left where nothing is wrong. What is there stays if the input cannot be read. `nil` for
    ///     nowhere.
    ///   - tell: Hears a line for every fault as it is found, and at last a summary and how many records
    ///     of each file were read.
    /// - Throws: `InputCheckError` if a run could not use the input; `CSVError.unwritable` if the
    ///   rejects cannot be written.
    package static func run(
        _ settings: JobSettings,
        rejects: String?,
        tell: @escaping (String) -> Void
    ) throws {
        let rejects = try rejects.map(RejectsFile.init(path:))
        let tally = FaultTally(rejects, tell)
        let outcome = Result { try read(settings, tally, tell) }
        if case .failure(let error) = outcome, !(error is InputCheckError) {
            rejects?.abandon()
        } else {
            // What was refused before a fault that ends the reading counts.
            try rejects?.finish()
        }
        for count in tally.files { tell(tally.summary(of: count)) }
        try outcome.get()
        if let spoilt = tally.files.first(where: settings.input.tolerance.isExceeded) {
            throw InputCheckError.tooManyRefused(spoilt, tolerated: settings.input.tolerance)
        }
    }

    private static func read(
        _ settings: JobSettings,
        _ tally: FaultTally,
        _ tell: (String) -> Void
    ) throws {
        var settings = settings
        settings.input.tolerance = .share(1)
        do {
            let outcome = try DatasetReader.read(
                settings.input,
                refused: tally.hear,
                counted: tally.count
            )
            _ = try JobInput.readPairs(
                settings,
                of: outcome.dataset,
                refused: tally.hear,
                counted: tally.count,
                warn: tell
            )
            tell(summary(of: outcome))
        } catch let fault as RatingsError {
            tell("\(fault)")
            throw InputCheckError.unusable("\(fault)")
        } catch let CSVError.malformed(reason, position) {
            let fault = CSVError.malformed(reason: reason, at: position)
            var lines = try LineReader(path: position.path)
            let last = try lines.countToEnd()
            tell("\(fault)")
            tell("\(position.path): lines \(position.line) to \(last) were not checked")
            throw InputCheckError.unusable("\(fault); what follows was not checked")
        }
    }

    /// What the right records say.
    private static func summary(of outcome: DatasetReader.Outcome) -> String {
        let interactions = outcome.dataset.interactions
        var parts = [
            "\(interactions.userCount) users",
            "\(interactions.movieCount) movies,"
                + " \(interactions.raterCounts.count { $0 == 0 }) of them without a rating",
            "\(interactions.count) ratings,"
                + " \(outcome.supersededCount) more replaced by later ones",
        ]
        if let least = interactions.ratings?.min(), let most = interactions.ratings?.max() {
            parts.append("from \(least) to \(most) stars")
        }
        if let first = interactions.timestamps?.min(), let last = interactions.timestamps?.max() {
            let days = [first, last].map {
                Date(timeIntervalSince1970: Double($0)).formatted(.iso8601)
            }
            parts.append("given from \(days[0]) to \(days[1])")
        }
        return parts.joined(separator: "; ")
    }
}

/// Hears of refused records: tells each, counts them by rule, and keeps them as they stand.
///
/// A class, because the reader that calls it keeps it meanwhile.
private final class FaultTally {
    private let rejects: RejectsFile?
    private let tell: (String) -> Void
    /// How often each rule was broken, by file.
    private var counts: [String: [String: Int]] = [:]
    /// How many records each file has, in the order in which they were read.
    private(set) var files: [RecordCount] = []

    init(_ rejects: RejectsFile?, _ tell: @escaping (String) -> Void) {
        self.rejects = rejects
        self.tell = tell
    }

    func hear(_ record: RefusedRecord) throws {
        tell("\(record.reason)")
        counts[record.position.path, default: [:]][record.reason.rule, default: 0] += 1
        try rejects?.append(record)
    }

    func count(_ file: RecordCount) { files.append(file) }

    /// A line about a file, with the commonest fault first.
    func summary(of count: RecordCount) -> String {
        let rules = (counts[count.path] ?? [:]).sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return "\(count.path): \(count.recordCount) records, \(count.refusedCount) refused"
            + (rules.isEmpty ? "" : ": ")
            + rules.map { "\($0.value) with \($0.key)" }.joined(separator: ", ")
    }
}

/// Why a run could not use the input.
package enum InputCheckError: Error, Equatable, CustomStringConvertible {
    case tooManyRefused(RecordCount, tolerated: Tolerance)
    /// Something that ends every reading, in words.
    case unusable(String)

    package var description: String {
        switch self {
        case .tooManyRefused(let count, let tolerated):
            "\(count.path): \(count.refusedCount) of \(count.recordCount) records refused where"
                + " \(tolerated) are tolerated"
        case .unusable(let fault):
            fault
        }
    }
}
