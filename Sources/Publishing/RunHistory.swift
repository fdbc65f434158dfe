import Foundation

/// The published runs of an output folder.
package struct RunHistory: Sendable {
    /// The file in which a run tells what it did.
    package static let reportName = "report.json"

    private let output: String
    private let names: [RunName]
    /// The run that `current` points to, there or not; `nil` if it points to none.
    package let current: String?
    /// Whether anything is called `current`, be it a link that leads nowhere.
    private let hasCurrent: Bool

    /// Looks at a folder; one that does not exist has no runs.
    ///
    /// A run is a folder whose name is a run's; links and all other folders are somebody else's.
    ///
    /// - Throws: `PublishingError.unreadable` if there is a folder that cannot be looked into.
    package init(of output: String) throws(PublishingError) {
        self.output = output
        let found = RunFolder.isTaken(output) ? try RunFolder.names(in: output) : []
        names = found.compactMap(RunName.init).filter { isFolder("\(output)/\($0.text)") }.sorted()
        hasCurrent = found.contains(RunFolder.currentName)
        let link =
            hasCurrent
            ? try RunFolder.destination(of: "\(output)/\(RunFolder.currentName)") : nil
        current = link.flatMap { RunName(($0 as NSString).lastPathComponent)?.text }
    }

    /// The folder of the run that `current` points to; `nil` if there is no `current` yet.
    ///
    /// - Throws: `PublishingError.unreadable`, also for a `current` that leads nowhere or to anything
    ///   but a run of this folder.
    package static func currentFolder(in output: String) throws(PublishingError) -> String? {
        let history = try RunHistory(of: output)
        guard history.hasCurrent else { return nil }
        let link = "\(output)/\(RunFolder.currentName)"
        guard let name = history.current, history.runs.contains(name),
            isSameFile(link, "\(output)/\(name)")
        else { throw .unreadable(path: link, reason: "it leads to no run of this folder") }
        return "\(output)/\(name)"
    }

    /// The names of all runs, oldest first.
    package var runs: [String] { names.map(\.text) }

    /// The run that `current` showed when another one was made, as that one's report tells; where that
    /// is not told or gone, the last one published before.
    ///
    /// - Parameter name: The other run, which need not be there any more.
    /// - Returns: `nil` where there is none.
    package func run(before name: String) -> String? {
        guard let later = RunName(name) else { return nil }
        if let told = lastNight(of: name), told != name, runs.contains(told) { return told }
        return names.last { $0 < later }?.text
    }

    /// What a run's report calls last night; `nil` where it says nothing or cannot be read.
    private func lastNight(of name: String) -> String? {
        struct Report: Decodable {
            let gates: Gates

            struct Gates: Decodable {
                let lastNight: String?

                enum CodingKeys: String, CodingKey { case lastNight = "last_night" }
            }
        }
        let json = FileManager.default.contents(atPath: "\(output)/\(name)/\(Self.reportName)")
        // A report that says nothing of it is no reason to fail.
        return json.flatMap { try? JSONDecoder().decode(Report.self, from: $0) }?.gates.lastNight
    }

    /// The folder of the run before another one, as `run(before:)` tells it.
    ///
    /// - Parameter folder: That of the other run, or a link to it such as `current`.
    /// - Returns: `nil` where that is the first run, or no published one.
    /// - Throws: `PublishingError.unreadable`.
    package static func folder(before folder: String) throws(PublishingError) -> String? {
        let run = URL(fileURLWithPath: folder).resolvingSymlinksInPath()
        let output = run.deletingLastPathComponent().path
        let history = try RunHistory(of: output)
        return history.run(before: run.lastPathComponent).map { "\(output)/\($0)" }
    }

    /// The runs that a cleaning removes: all but the newest `count` and the current one.
    package func runs(notAmongNewest count: Int) -> [String] {
        runs.dropLast(count).filter { $0 != current }
    }
}

/// The name of a run: when it started, and a number where several started in one second.
private struct RunName: Comparable {
    let text: String
    private let time: Substring
    private let number: Int

    init?(_ text: String) {
        guard let match = text.wholeMatch(of: /(\d{4}-\d\d-\d\dT\d{6}Z)(?:-([1-9]\d{0,8}))?/) else {
            return nil
        }
        self.text = text
        time = match.1
        number = match.2.flatMap { Int($0) } ?? 1
    }

    static func < (left: RunName, right: RunName) -> Bool {
        (left.time, left.number) < (right.time, right.number)
    }
}

/// Whether there is a folder, and not a link to one.
func isFolder(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// Whether two paths lead to one file or folder, which must be there.
package func isSameFile(_ left: String, _ right: String) -> Bool {
    var (first, second) = (stat(), stat())
    return stat(left, &first) == 0 && stat(right, &second) == 0
        && first.st_dev == second.st_dev && first.st_ino == second.st_ino
}
