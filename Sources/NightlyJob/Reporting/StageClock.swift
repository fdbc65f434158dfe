import LinearAlgebra
import Logging
import Synchronization

/// Notes how long each stage of a run takes and how much it has handled, and tells it.
///
/// Stages may go side by side.
final class StageClock: Sendable {
    private let observer: JobObserver
    private let noted = Mutex<[Stage]>([])
    /// Measured when a stage first needs it, which must have the machine to itself.
    private static let peak = Matrix.measuredPeak()

    /// The stages so far, in the order in which they ended.
    var stages: [Stage] { noted.withLock { $0 } }

    /// How much a stage has handled; `nil` where there is nothing to count.
    struct Work {
        /// Records that were read, ratings that were learnt from, rows of lists.
        var rows: Int?
        /// Bytes that were read or written.
        var bytes: Int?
        /// Floating-point operations of its matrix products.
        var operations: Double?
    }

    /// A line of the table of stages.
    struct Stage: Codable, Sendable {
        let name: String
        let seconds: Double
        let rows: Int?
        let rowsPerSecond: Int?
        let bytes: Int?
        /// The speed of its matrix products ÷ that of the machine at its best, measured in this run.
        let shareOfPeak: Double?
        /// The most bytes that the program has held in memory so far.
        let peakMemoryBytes: Int

        enum CodingKeys: String, CodingKey {
            case name, seconds, rows, bytes
            case rowsPerSecond = "rows_per_second"
            case shareOfPeak = "share_of_peak"
            case peakMemoryBytes = "peak_memory_bytes"
        }
    }

    init(_ observer: JobObserver) { self.observer = observer }

    /// Runs a stage, notes it and logs one line.
    ///
    /// - Parameters:
    ///   - name: Of the stage.
    ///   - work: What it has handled, given its result.
    ///   - stage: Is run once.
    /// - Returns: What the stage returns.
    /// - Throws: What the stage throws; then nothing is noted.
    func measure<Result>(
        _ name: String,
        work: (Result) -> Work = { _ in Work() },
        _ stage: () throws -> Result
    ) rethrows -> Result {
        observer.showProgress(name)
        let start = ContinuousClock.now
        let result = try stage()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        note(name, seconds, work(result))
        // What one stage was done with would be in the way of others.
        Matrix.returnFreedMemory()
        return result
    }

    private func note(_ name: String, _ seconds: Double, _ work: Work) {
        let stage = Stage(
            name: name,
            seconds: seconds,
            rows: work.rows,
            rowsPerSecond: work.rows.map { Int(Double($0) / max(seconds, 1e-9)) },
            bytes: work.bytes,
            shareOfPeak: work.operations.map { $0 / max(seconds, 1e-9) / Self.peak },
            peakMemoryBytes: Machine.peakMemoryBytes
        )
        noted.withLock { $0.append(stage) }
        observer.logger.notice("stage", metadata: stage.metadata)
    }
}

extension StageClock.Stage {
    fileprivate var metadata: Logger.Metadata {
        let values: [(String, Any?)] = [
            ("stage", name), ("seconds", seconds), ("rows", rows),
            ("rows_per_second", rowsPerSecond), ("bytes", bytes), ("share_of_peak", shareOfPeak),
            ("peak_memory_bytes", peakMemoryBytes),
        ]
        let known = values.compactMap { name, value in value.map { (name, "\($0)") } }
        return Logger.Metadata(uniqueKeysWithValues: known.map { ($0, .string($1)) })
    }
}
