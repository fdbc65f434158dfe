/// Notes how long each stage of a run takes, and tells it.
///
/// A class, because the steps of a job that it times read the job while it writes.
final class StageClock {
    private let observer: JobObserver
    /// The stages so far, in the order in which they ended.
    private(set) var stages: [Stage] = []

    struct Stage: Codable, Sendable {
        let name: String
        let seconds: Double
    }

    init(_ observer: JobObserver) { self.observer = observer }

    /// Runs a stage, notes its time and logs one line.
    func measure<Result>(_ name: String, _ stage: () throws -> Result) rethrows -> Result {
        observer.showProgress(name)
        let start = ContinuousClock.now
        let result = try stage()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        stages.append(Stage(name: name, seconds: seconds))
        observer.logger.notice("stage", metadata: ["stage": "\(name)", "seconds": "\(seconds)"])
        return result
    }
}
