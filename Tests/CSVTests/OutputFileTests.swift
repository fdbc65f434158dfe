import CSV
import Fixtures
import Testing

@Suite("New files")
struct OutputFileTests {
    @Test("what is written piece by piece is one file")
    func pieces() throws {
        try TemporaryFolder.with { folder in
            let file = try OutputFile(creating: folder.file("out"))
            for text in ["one,", "", "two\n"] {
                try Array(text.utf8).withUnsafeBytes { try file.write($0) }
            }
            try file.synchronise()
            #expect(try folder.bytes(of: "out") == Array("one,two\n".utf8))
        }
    }

    @Test("a file that is there is not opened")
    func existing() throws {
        try TemporaryFolder.with { folder in
            let path = try folder.write("yesterday's", to: "out")
            #expect(
                folder.complaint { _ = try OutputFile(creating: path) }
                    == "out: cannot be written: File exists"
            )
            #expect(try folder.bytes(of: "out") == Array("yesterday's".utf8))
        }
    }
}
