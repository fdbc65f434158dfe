import Fixtures
import Foundation
import Testing

@testable import Publishing

@Suite("the lock of a folder")
struct FolderLockTests {
    @Test("one holds it at a time; what is no folder cannot be held")
    func hold() throws {
        let folder = try HeldFolder()
        try FolderLock.hold(folder.path) {
            let error = #expect(throws: PublishingError.self) {
                try FolderLock.hold(folder.path) { Issue.record("two holders at once") }
            }
            guard case .locked(folder.path, _)? = error else {
                Issue.record("\(error as Any)")
                return
            }
        }
        #expect(try FolderLock.hold(folder.path) { 7 } == 7)
        try folder.write("", to: "file")
        let path = "\(folder.path)/file"
        #expect(throws: PublishingError.refused(path: path, reason: "Not a directory")) {
            try FolderLock.hold(path) {}
        }
        #expect(
            throws: PublishingError.locked(
                path: "\(folder.path)/gone",
                holder: "another process"
            )
        ) { try FolderLock.hold("\(folder.path)/gone") {} }
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
        #expect(FolderLock.holder(of: folder, in: locks) == "33")
        // Device numbers above 255 are split in two.
        folder.st_dev = (0x103 << 8) | 0xa5 | (0x100 << 12)
        #expect(FolderLock.holder(of: folder, in: locks) == "44")
        folder.st_dev = 0x803
        #expect(FolderLock.holder(of: folder, in: locks) == nil)
    }
}
