import Fixtures
import Foundation
import Testing

@testable import NightlyJob

@Suite("Other programs")
struct SubprocessTests {
    @Test(
        "the status of a program that ends is its own; one that is killed or unknown has none",
        arguments: [
            ("exit 0", 0), ("exit 7", 7), ("kill -9 $$", nil),
        ] as [(String, Int32?)]
    )
    func status(script: String, expected: Int32?) throws {
        let folder = try HeldFolder()
        let errors = "\(folder.path)/errors"
        #expect(Subprocess.run(["sh", "-c", script], errorsTo: errors) == expected)
        #expect(Subprocess.run(["no-such-program-here"], errorsTo: errors) == nil)
    }

    @Test("what it complains of is in the file, and it finds the program by PATH")
    func errors() throws {
        let folder = try HeldFolder()
        let errors = "\(folder.path)/errors"
        #expect(Subprocess.run(["sh", "-c", "echo output; echo no >&2"], errorsTo: errors) == 0)
        #expect(try String(contentsOfFile: errors, encoding: .utf8) == "no\n")
    }
}
