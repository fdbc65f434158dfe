import ArgumentParser
import Foundation
import NightlyJob
import Publishing

/// What a job at night may take, and what those who watch it get to know.
struct SupervisionOptions: ParsableArguments {
    @Option(help: "Where the state of the last run goes, for node_exporter's textfile collector.")
    var metricsFile: String?

    @Option(help: "Do not begin a run that is predicted to take longer. (default: any time)")
    var maxMinutes: Double?

    @Flag(help: "Begin although the machine has less memory or disk than the run will take.")
    var ignoreResources = false

    func validate() throws {
        guard (maxMinutes ?? 1) > 0 else { throw ValidationError("--max-minutes must be above 0") }
    }

    func apply(to settings: inout JobSettings) {
        settings.mostMinutes = maxMinutes
        settings.ignoresResources = ignoreResources
    }

    /// Runs a job that ends early, and unpublished, when it is told to, and leaves its state behind.
    ///
    /// - Parameters:
    ///   - observer: Hears of a metrics file that cannot be written.
    ///   - job: Returns the path of the published run.
    /// - Throws: What `job` throws, or `PublishingError` before it begins if the metrics file has no
    ///   place.
    func watch(_ observer: JobObserver, _ job: () throws -> String) throws {
        let metrics = try metricsFile.map(MetricsFile.init)
        // Who read the log may be gone before the night is over.
        signal(SIGPIPE, SIG_IGN)
        Interruption.listen { signal in
            let name = signal == SIGTERM ? "SIGTERM" : "SIGINT"
            TwoTowerCommand.complain("stopped by \(name); nothing was published")
            Self.leave(metrics, code: 128 + signal, run: nil, observer)
            _exit(128 + signal)
        }
        do {
            let run = try job()
            Self.leave(metrics, code: 0, run: run, observer)
        } catch PublishingError.locked(let path, let holder) {
            // The run that holds the folder will tell.
            throw PublishingError.locked(path: path, holder: holder)
        } catch {
            let code = ExitCode(describing: error) ?? .failure
            Self.leave(metrics, code: code.rawValue, run: (error as? GatesClosed)?.path, observer)
            throw error
        }
    }

    /// Writes the metrics; a run counts for what it is, also where they cannot be written.
    private static func leave(
        _ metrics: MetricsFile?,
        code: Int32,
        run: String?,
        _ observer: JobObserver
    ) {
        do {
            try metrics?.write(exitCode: code, run: run, ended: Date())
        } catch {
            observer.logger.warning("\(error)")
        }
    }
}
