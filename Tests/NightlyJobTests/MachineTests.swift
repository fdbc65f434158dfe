import Testing

@testable import NightlyJob

@Suite("what the machine has")
struct MachineTests {
    @Test("this one has memory and disk, and tells")
    func here() throws {
        #expect(try #require(Machine.memoryBytes) > 10_000_000)
        #expect(try #require(Machine.freeBytes(at: "/tmp")) > 0)
        #expect(Machine.freeBytes(at: "/nowhere/at/all") == nil)
        #expect(Machine.peakMemoryBytes > 1_000_000)
    }
}
