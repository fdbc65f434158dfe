import Fixtures
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

    @Test("a control group leaves its limit without what is used and cannot be dropped")
    func controlGroup() throws {
        let folder = try HeldFolder()
        let group = ControlGroup(path: folder.path)
        #expect(group.freeBytes == nil)
        try folder.write("max\n", to: "memory.max")
        try folder.write("700\n", to: "memory.current")
        #expect(group.freeBytes == nil)
        try folder.write("1000\n", to: "memory.max")
        #expect(group.freeBytes == 300)
        try folder.write("anon 5\ninactive_file 200\n", to: "memory.stat")
        #expect(group.freeBytes == 500)
        try folder.write("2000\n", to: "memory.current")
        #expect(group.freeBytes == 0)
    }
}
