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
}
