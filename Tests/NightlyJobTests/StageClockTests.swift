import Logging
import Synchronization
import Testing

@testable import NightlyJob

@Suite("the clock of stages")
struct StageClockTests {
    private struct Interruption: Error {}

    @Test("stages are told when they begin and noted when they end")
    func stages() throws {
        let lines = Mutex<[String]>([])
        let clock = StageClock(
            JobObserver(logger: JobObserver.silent.logger) { line in
                lines.withLock { $0.append(line) }
            }
        )
        #expect(clock.measure("read") { 7 } == 7)
        #expect(throws: Interruption.self) { try clock.measure("train") { throw Interruption() } }
        #expect(lines.withLock { $0 } == ["read", "train"])
        #expect(clock.stages.map(\.name) == ["read"])
        #expect(clock.stages.allSatisfy { $0.seconds >= 0 && $0.seconds < 60 })
    }

    @Test("a stage is noted with what it has handled, and the machine's share of it")
    func work() throws {
        let clock = StageClock(JobObserver.silent)
        _ = clock.measure("rank", work: { .init(rows: $0, bytes: 8 * $0, operations: 1e6) }) { 500 }
        clock.measure("wait") {}
        let rank = try #require(clock.stages.first)
        #expect(rank.rows == 500)
        #expect(rank.bytes == 4_000)
        #expect(rank.rowsPerSecond == Int(500 / rank.seconds))
        #expect(try #require(rank.shareOfPeak) > 0)
        // More than a test needs at least, less than any machine has.
        #expect((1 << 20..<1 << 45).contains(rank.peakMemoryBytes))
        #expect(clock.stages.last?.rows == nil)
        #expect(clock.stages.last?.shareOfPeak == nil)
    }
}
