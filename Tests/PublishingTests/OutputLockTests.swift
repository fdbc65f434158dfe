import Foundation
import Testing

@testable import Publishing

@Suite("One run at a time")
struct OutputLockTests {
    @Test("a second holder is told at once who holds the folder, and gets it afterwards")
    func second() throws {
        let output = NSTemporaryDirectory() + "twotower-lock-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: output) }
        try OutputLock.hold(output) {
            let error = #expect(throws: PublishingError.self) {
                try OutputLock.hold(output) { Issue.record("two holders at once") }
            }
            let text = try #require(error).description
            #expect(
                text.hasPrefix(
                    "\(output): another process is at work there: process \(getpid()) since"
                )
            )
        }
        #expect(try OutputLock.hold(output) { 7 } == 7)
    }

    @Test("what killed runs have left is removed, and nothing else")
    func leftovers() throws {
        let output = NSTemporaryDirectory() + "twotower-lock-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: output) }
        let manager = FileManager.default
        for name in [".2026-11-24T020000Z.partial/model", "2026-11-23T020000Z", ".hidden"] {
            try manager.createDirectory(
                atPath: "\(output)/\(name)",
                withIntermediateDirectories: true
            )
        }
        try manager.createSymbolicLink(
            atPath: "\(output)/.current.2026-11-24T020000Z",
            withDestinationPath: "2026-11-23T020000Z"
        )
        try OutputLock.hold(output) {}
        let left = try manager.contentsOfDirectory(atPath: output).sorted()
        #expect(left == [".hidden", "2026-11-23T020000Z"])
    }
}
