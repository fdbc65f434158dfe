import Foundation
import Logging
import NightlyJob

extension JobObserver {
    /// Tells a job's progress on stderr.
    ///
    /// Verbose: one line for each event. Otherwise warnings alone; on a terminal also the stages, and
    /// a line that shows the current epoch.
    static func stderr(isVerbose: Bool) -> JobObserver {
        let isTerminal = isatty(STDERR_FILENO) == 1
        var logger = Logger(label: "twotower") { _ in StderrLog(isTerminal: isTerminal) }
        logger.logLevel = isVerbose ? .info : isTerminal ? .notice : .warning
        let showsProgress = isTerminal && !isVerbose
        return JobObserver(logger: logger) { line in
            guard showsProgress else { return }
            StandardStreams.tell("\r\u{1B}[K\(line)")
        }
    }
}

/// One line for each event: time in UTC, level, message, and metadata as `key=value`.
private struct StderrLog: LogHandler {
    let isTerminal: Bool
    var logLevel = Logger.Level.warning
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let pairs = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
            .map { " \($0.key)=\($0.value)" }.joined()
        let time = Date().formatted(.iso8601)
        let clear = isTerminal ? "\r\u{1B}[K" : ""
        StandardStreams.tell(
            clear + "\(time) \(event.level) \(event.message)\(pairs)".onOneLine + "\n"
        )
    }
}
