import Fixtures
import Foundation
import Testing

@testable import Publishing

@Suite("rejected runs")
struct RejectedRunsTests {
    private struct Interruption: Error {}

    @Test("one stands whole beside what is published, and current stays")
    func kept() throws {
        let folder = try HeldFolder()
        _ = try RunFolder.publish(in: folder.path, id: "first") { try fill($0, "1") }
        let path = try RejectedRuns.keep(in: folder.path, id: "second") { try fill($0, "2") }
        #expect(path == "\(folder.path)/rejected/second")
        #expect(try folder.text("rejected/second/file.csv") == "2")
        #expect(try folder.names() == ["current", "first", "rejected"])
        #expect(try folder.text("current/file.csv") == "1")
    }

    @Test("only the newest are kept, however many there are")
    func bounded() throws {
        let folder = try HeldFolder()
        for night in ["23T020000Z", "24T020000Z", "24T020000Z", "24T020000Z", "25T020000Z"] {
            _ = try RejectedRuns.keep(in: folder.path, id: "2026-11-\(night)") {
                try fill($0, night)
            }
        }
        #expect(
            try folder.names(in: "rejected")
                == ["2026-11-24T020000Z-2", "2026-11-24T020000Z-3", "2026-11-25T020000Z"]
        )
        #expect(RejectedRuns.kept == 3)
    }

    @Test("a run has a name of its own, published or not")
    func names() throws {
        let folder = try HeldFolder()
        let night = Date(timeIntervalSince1970: 0)
        for number in 1...3 {
            let id = try RunFolder.freeID(at: night, in: folder.path)
            #expect(id == "1970-01-01T000000Z" + (number == 1 ? "" : "-\(number)"))
            let path =
                try number == 2
                ? RunFolder.publish(in: folder.path, id: id) { try fill($0, id) }
                : RejectedRuns.keep(in: folder.path, id: id) { try fill($0, id) }
            #expect(path.hasSuffix("/" + id))
        }
    }

    @Test("one that cannot be written leaves nothing")
    func interrupted() throws {
        let folder = try HeldFolder()
        #expect(throws: Interruption.self) {
            _ = try RejectedRuns.keep(in: folder.path, id: "night") { staging in
                try fill(staging, "1")
                throw Interruption()
            }
        }
        #expect(try folder.names(in: "rejected").isEmpty)
        #expect(try folder.names() == ["rejected"])
    }

    @Test("a link in the place of the folder is refused, and nothing is written where it leads")
    func link() throws {
        let (folder, elsewhere) = (try HeldFolder(), try HeldFolder())
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/rejected",
            withDestinationPath: elsewhere.path
        )
        #expect(
            throws: PublishingError.refused(
                path: "\(folder.path)/rejected",
                reason: "it is not a folder"
            )
        ) {
            _ = try RejectedRuns.keep(in: folder.path, id: "night") { try fill($0, "1") }
        }
        #expect(try elsewhere.names().isEmpty)
    }

    private func fill(_ staging: String, _ text: String) throws {
        try text.write(toFile: "\(staging)/file.csv", atomically: false, encoding: .utf8)
    }
}
