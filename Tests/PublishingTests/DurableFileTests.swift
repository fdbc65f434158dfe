import CSV
import Fixtures
import Foundation
import Testing

@testable import Publishing

@Suite("small files")
struct DurableFileTests {
    @Test("bytes are written as they are")
    func bytes() throws {
        let folder = try HeldFolder()
        let contents = Data((0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7) })
        try DurableFile.write(contents, to: "\(folder.path)/file")
        #expect(FileManager.default.contents(atPath: "\(folder.path)/file") == contents)
    }

    @Test("a file that exists is not overwritten")
    func existing() throws {
        let folder = try HeldFolder()
        try folder.write("yesterday", to: "file")
        #expect(
            throws: CSVError.unwritable(path: "\(folder.path)/file", reason: "File exists")
        ) { try DurableFile.write(Data("today".utf8), to: "\(folder.path)/file") }
        #expect(try folder.text("file") == "yesterday")
    }

    @Test("JSON has sorted keys, slashes as they are, and ends in a line feed")
    func json() throws {
        let folder = try HeldFolder()
        try DurableFile.write(
            json: ["e": 5, "c": 3, "f": 6, "a/b": 1, "d": 4, "ü": 7],
            to: "\(folder.path)/file.json"
        )
        let expected = """
            {
              "a/b" : 1,
              "c" : 3,
              "d" : 4,
              "e" : 5,
              "f" : 6,
              "ü" : 7
            }

            """
        #expect(try folder.text("file.json") == expected)
    }
}
