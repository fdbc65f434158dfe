import CSV
import Fixtures
import Testing

@Suite("the lines of a file as they stand")
struct LineReaderTests {
    @Test("lines come with their bytes, in order, and those between are passed")
    func lines() throws {
        let text = "one\r\ntwo\n\n\"fo\nur\"\nlast"
        #expect(try Self.read(text, 1..<2) == "one")
        #expect(try Self.read(text, 2..<3) == "two")
        #expect(try Self.read(text, 3..<4) == "")
        #expect(try Self.read(text, 4..<6) == "\"fo\nur\"")
        #expect(try Self.read(text, 6..<7) == "last")
        #expect(try Self.read(text, 6..<9) == "last")
        #expect(try Self.read(text, 7..<8) == "")
    }

    @Test("a line may be longer than what is read at once, and may hold any byte")
    func longLine() throws {
        try TemporaryFolder.with { folder in
            let long = [UInt8](repeating: 0xFF, count: 300_000) + [0]
            let path = try folder.write(Array("a\n".utf8) + long + Array("\nb\n".utf8), to: "f")
            var reader = try LineReader(path: path)
            #expect(try reader.bytes(of: 2..<3) == long)
            #expect(try reader.bytes(of: 3..<4) == Array("b".utf8))
            #expect(try reader.countToEnd() == 3)
        }
    }

    @Test("a last line counts with or without its line feed, an empty file has none")
    func counts() throws {
        try TemporaryFolder.with { folder in
            for (text, count) in [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2)] {
                var reader = try LineReader(path: try folder.write(text, to: "f"))
                #expect(try reader.countToEnd() == count, "\(text)")
            }
        }
    }

    private static func read(_ text: String, _ lines: Range<Int>) throws -> String {
        try TemporaryFolder.with { folder in
            var reader = try LineReader(path: try folder.write(text, to: "lines.txt"))
            return String(decoding: try reader.bytes(of: lines), as: UTF8.self)
        }
    }
}
