import Cores
import Fixtures
import Testing

@Suite("control groups")
struct ControlGroupTests {
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

    @Test("its quota is a number of cores, counted up")
    func cores() throws {
        let folder = try HeldFolder()
        let group = ControlGroup(path: folder.path)
        #expect(group.coreCount == nil)
        for (text, count) in [
            ("max 100000\n", nil), ("150000 100000\n", 2), ("200000 100000\n", 2),
            ("50000 100000\n", 1), ("0 100000\n", nil), ("100000\n", nil), ("a b\n", nil),
        ] {
            try folder.write(text, to: "cpu.max")
            #expect(group.coreCount == count, "\(text)")
        }
    }
}
