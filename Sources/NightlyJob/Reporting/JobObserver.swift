import Logging
import TwoTower

/// Where a job tells what it is doing.
package struct JobObserver: Sendable {
    package let logger: Logger
    /// Shows a line that the next one replaces, on a terminal.
    package let showProgress: @Sendable (String) -> Void

    /// Tells a job's progress to a log and, if it is shown anywhere, line by line.
    package init(logger: Logger, showProgress: @escaping @Sendable (String) -> Void = { _ in }) {
        self.logger = logger
        self.showProgress = showProgress
    }

    /// The same, with lines that say what they are for, where other work goes on beside it.
    func labelled(_ purpose: String) -> JobObserver {
        var logger = logger
        logger[metadataKey: "for"] = "\(purpose)"
        return JobObserver(logger: logger, showProgress: showProgress)
    }

    /// Tells of something that a person should know although the job goes on.
    func warn(_ text: String) { logger.warning("\(text)") }

    /// Runs a part of a stage, and tells what it handled and how long that took.
    func measure<Result>(
        _ event: Logger.Message,
        of metadata: Logger.Metadata,
        _ part: () throws -> Result
    ) rethrows -> Result {
        let start = ContinuousClock.now
        let result = try part()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        logger.info(event, metadata: metadata.merging(["seconds": "\(seconds)"]) { $1 })
        return result
    }

    /// Tells the loss of an epoch of a model.
    func observe(_ model: String) -> (EpochReport) -> Void {
        { report in
            logger.info(
                "epoch",
                metadata: [
                    "model": "\(model)", "epoch": "\(report.epoch)", "of": "\(report.epochCount)",
                    "loss": "\(report.loss)", "seconds": "\(report.seconds)",
                ]
            )
            showProgress("training \(model): epoch \(report.epoch) of \(report.epochCount)")
        }
    }
}
