import Foundation
import Publishing

/// The state of the last run, as node_exporter's textfile collector reads it.
///
/// The format is Prometheus' text exposition format, version 0.0.4.
package struct MetricsFile: Sendable {
    private let path: String

    /// Prepares to leave a file, which nothing is written to yet.
    ///
    /// - Throws: `PublishingError.refused` if the file's folder cannot be written to, or something other
    ///   than a plain file stands in the file's place.
    package init(path: String) throws(PublishingError) {
        try DurableFile.checkPlace(path)
        self.path = path
    }

    /// Replaces the file, in one rename.
    ///
    /// - Parameters:
    ///   - exitCode: 0 for a run that was published.
    ///   - run: Its folder, published or rejected; `nil` if it has none.
    ///   - ended: When.
    /// - Throws: `CSVError.unwritable` or `PublishingError.refused` if the file cannot be written;
    ///   `DecodingError` or `CocoaError` if the run's report cannot be read.
    package func write(exitCode: Int32, run: String?, ended: Date) throws {
        let now = ended.timeIntervalSince1970.rounded()
        var page = MetricsPage()
        page.add(
            "twotower_last_run_timestamp_seconds",
            "When the last run ended, in seconds since 1970.",
            [([], now)]
        )
        page.add(
            "twotower_last_run_exit_code",
            "The last run's exit code; 0 means published, 76 a closed gate.",
            [([], Double(exitCode))]
        )
        if let success = exitCode == 0 ? now : lastSuccess {
            page.add(
                Self.successName,
                "When a run was last published, in seconds since 1970.",
                [([], success)]
            )
        }
        if let report = try run.map(report(of:)) { report.add(to: &page) }
        try DurableFile.replace(path, with: Data(page.text.utf8))
    }

    private static let successName = "twotower_last_success_timestamp_seconds"

    /// What the file that is to be replaced says; `nil` if there is none or it says nothing.
    private var lastSuccess: Double? {
        guard let old = FileManager.default.contents(atPath: path) else { return nil }
        let lines = String(decoding: old, as: UTF8.self).split(separator: "\n")
        let line = lines.first { $0.hasPrefix(Self.successName + " ") }
        return line.flatMap { Double($0.dropFirst(Self.successName.count + 1)) }
    }

    private func report(of run: String) throws -> RunReport {
        let json = try Data(contentsOf: URL(fileURLWithPath: "\(run)/\(RunReport.fileName)"))
        return try JSONDecoder().decode(RunReport.self, from: json)
    }
}

extension RunReport {
    /// Adds what a graph or an alert may ask for.
    fileprivate func add(to page: inout MetricsPage) {
        page.add(
            "twotower_stage_duration_seconds",
            "How long each stage took.",
            stages.map { ([("stage", $0.name)], $0.seconds) }
        )
        page.add(
            "twotower_input_rows",
            "What was read.",
            [("ratings", data.ratings), ("users", data.users), ("movies", data.movies)]
                .map { ([("kind", $0.0)], Double($0.1)) }
        )
        page.add(
            "twotower_output_rows",
            "Rows of each data file.",
            rows.files.sorted { $0.key < $1.key }.map { ([("file", $0.key)], Double($0.value)) }
        )
        page.add(
            "twotower_peak_memory_bytes",
            "The most memory that the run held at once.",
            [([], Double(peakMemoryBytes))]
        )
        page.add(
            "twotower_quality",
            "Metrics on held-out ratings.",
            qualities
        )
        let measured = gates.verdicts.filter { $0.state == .open || $0.state == .closed }
        page.add(
            "twotower_gate_closed",
            "1 where a gate closed; gates that are off or skipped are absent.",
            measured.map { ([("gate", $0.gate.rawValue)], $0.state == .closed ? 1 : 0) }
        )
        page.add(
            "twotower_gate_number",
            "What each gate measured.",
            gates.verdicts.compactMap { verdict in
                verdict.number.map { ([("gate", verdict.gate.rawValue)], $0) }
            }
        )
        page.add(
            "twotower_gate_bound",
            "What each gate holds its number to.",
            gates.verdicts.compactMap { verdict in
                verdict.bound.map { ([("gate", verdict.gate.rawValue)], $0) }
            }
        )
        page.add(
            "twotower_published_by_force",
            "1 where closed gates did not count.",
            [([], gates.forced && !gates.closed.isEmpty ? 1 : 0)]
        )
    }

    private var qualities: [MetricsPage.Sample] {
        [("user_movie", evaluation?.userMovie), ("item_item", evaluation?.itemItem)]
            .flatMap { model, systems -> [MetricsPage.Sample] in
                guard let metrics = systems?["model"] else { return [] }
                return metrics.names.compactMap { name in
                    metrics[name].map { ([("model", model), ("metric", name)], $0) }
                }
            }
    }
}
