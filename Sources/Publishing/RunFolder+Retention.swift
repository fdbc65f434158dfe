import Foundation

extension RunFolder {
    /// Points `current` at a run that was published earlier, in one rename.
    ///
    /// - Parameters:
    ///   - output: The folder of all runs, held by a lock meanwhile.
    ///   - name: The run; `nil` for the one before `current`, as `RunHistory.run(before:)` tells it.
    /// - Returns: The run that was current, if any was, and the one that is now.
    /// - Throws: `RetentionError` if there is no such run or it is not as it was published;
    ///   `PublishingError` if the folder is locked, its `current` is no link, or the system refuses.
    package static func rollBack(
        _ output: String,
        to name: String?
    ) throws -> (from: String?, to: String) {
        try requireRuns(in: output)
        return try OutputLock.hold(output) {
            let history = try RunHistory(of: output)
            guard let target = name ?? history.current.flatMap(history.run(before:)) else {
                throw RetentionError.noEarlierRun(output: output)
            }
            guard history.runs.contains(target) else {
                throw RetentionError.unknownRun(target, output: output, runs: history.runs)
            }
            var breaches: [Breach] = []
            PackageCheck.check("\(output)/\(target)") { breaches.append($0) }
            if let first = breaches.first {
                throw RetentionError.damaged(target, count: breaches.count, first: first)
            }
            try point("\(output)/\(currentName)", to: target, in: output)
            try confirm("\(output)/\(currentName)", in: output)
            return (history.current, target)
        }
    }

    /// Deletes old runs, old rejected ones, and what killed ones have left.
    ///
    /// Each run is renamed to a hidden name first, so that it is whole or absent for every reader.
    ///
    /// - Parameters:
    ///   - output: The folder of all runs, held by a lock meanwhile.
    ///   - count: The newest so many stay, and as many rejected ones, and the current one in any case.
    ///     At least 1.
    /// - Returns: The deleted runs inside `output`, oldest first; the rejected ones last.
    /// - Throws: `RetentionError` if there is no such folder; `PublishingError` if it is locked or the
    ///   system refuses; then the runs not yet deleted are as they were.
    package static func prune(_ output: String, keeping count: Int) throws -> [String] {
        precondition(count >= 1, "\(count) runs to keep")
        try requireRuns(in: output)
        return try OutputLock.hold(output) {
            let rejected = try RejectedRuns.names(in: output).dropLast(count)
            let old =
                try RunHistory(of: output).runs(notAmongNewest: count)
                + rejected.map { "\(RejectedRuns.folderName)/\($0)" }
            for run in old { try delete(run, in: output) }
            return old
        }
    }

    private static func delete(_ run: String, in output: String) throws(PublishingError) {
        let hidden = "\(output)/.\(run.replacing("/", with: "-"))\(partialSuffix)"
        try move("\(output)/\(run)", to: hidden)
        try remove(hidden)
    }

    /// Refuses a folder that is not there, which the lock would make.
    private static func requireRuns(in output: String) throws(RetentionError) {
        guard FileManager.default.fileExists(atPath: output) else {
            throw .unknownOutput(output)
        }
    }
}

/// Why published runs stay as they are.
package enum RetentionError: Error, Equatable, CustomStringConvertible {
    case unknownOutput(String)
    case noEarlierRun(output: String)
    case unknownRun(String, output: String, runs: [String])
    /// The run is not as it was published.
    case damaged(String, count: Int, first: Breach)

    package var description: String {
        switch self {
        case .unknownOutput(let output):
            "\(output): there is no such folder"
        case .noEarlierRun(let output):
            "\(output): no run was published before the current one"
        case .unknownRun(let name, let output, let runs):
            "\(output): no run \"\(name)\"; there "
                + (runs.isEmpty ? "are none" : "are \(runs.joined(separator: ", "))")
        case .damaged(let name, let count, let first):
            "run \(name) is not as it was published, \(count) fault\(count == 1 ? "" : "s");"
                + " the first: \(first)"
        }
    }
}
