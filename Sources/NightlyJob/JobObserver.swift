import Logging
import TwoTower

/// Where a job tells what it is doing.
package struct JobObserver: Sendable {
    package let logger: Logger
    /// Shows a line that the next one replaces, on a terminal.
    package let showProgress: @Sendable (String) -> Void

    package init(logger: Logger, showProgress: @escaping @Sendable (String) -> Void = { _ in }) {
        self.logger = logger
        self.showProgress = showProgress
    }

    /// Tells the loss of an epoch of a model.
    func observe(_ model: String, of epochCount: Int) -> (EpochReport) -> Void {
        { report in
            logger.info(
                "epoch",
                metadata: [
                    "model": "\(model)", "epoch": "\(report.epoch)", "loss": "\(report.loss)",
                    "seconds": "\(report.seconds)",
                ]
            )
            showProgress("training \(model): epoch \(report.epoch) of \(epochCount)")
        }
    }
}
