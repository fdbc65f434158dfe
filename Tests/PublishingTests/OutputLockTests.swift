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
                text.hasPrefix("\(output): another run is under way: process \(getpid()) since")
            )
        }
        #expect(try OutputLock.hold(output) { 7 } == 7)
    }

    @Test("a holder is told by the folder's device and number, not by the number alone")
    func device() {
        let locks = """
            1: FLOCK  ADVISORY  WRITE 11 08:02:77 0 EOF
            2: POSIX  ADVISORY  WRITE 22 08:01:77 0 EOF
            3: FLOCK  ADVISORY  WRITE 33 08:01:77 0 EOF
            4: FLOCK  ADVISORY  WRITE 44 103:1a5:77 0 EOF
            """
        var folder = stat()
        folder.st_ino = 77
        folder.st_dev = 0x801
        #expect(OutputLock.holder(of: folder, in: locks) == "33")
        // Device numbers above 255 are split in two.
        folder.st_dev = (0x103 << 8) | 0xa5 | (0x100 << 12)
        #expect(OutputLock.holder(of: folder, in: locks) == "44")
        folder.st_dev = 0x803
        #expect(OutputLock.holder(of: folder, in: locks) == nil)
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
