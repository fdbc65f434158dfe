import Fixtures
import Foundation
import Testing

@testable import Publishing

@Suite("going back to a run, and deleting old ones")
struct RetentionTests {
    private static let names = (1...4).map { "2026-01-0\($0)T020000Z" }

    @Test("current goes back one run after the other, or to a named one")
    func rollBack() throws {
        let folder = try Self.folder()
        let first = try RunFolder.rollBack(folder.path, to: nil)
        #expect(first == (Self.names[3], Self.names[2]))
        #expect(try RunFolder.rollBack(folder.path, to: nil).to == Self.names[1])
        #expect(try RunHistory(of: folder.path).current == Self.names[1])
        #expect(try RunFolder.rollBack(folder.path, to: Self.names[3]).to == Self.names[3])
        #expect(try RunHistory(of: folder.path).current == Self.names[3])
        #expect(try folder.names() == Self.names + ["current"])
    }

    @Test("before the first run there is none, and an unknown one is an error that lists the runs")
    func unknown() throws {
        let folder = try Self.folder()
        _ = try RunFolder.rollBack(folder.path, to: Self.names[0])
        #expect(throws: RetentionError.noEarlierRun(output: folder.path)) {
            _ = try RunFolder.rollBack(folder.path, to: nil)
        }
        for name in ["2025-01-01T020000Z", "../" + Self.names[1], ""] {
            let error = RetentionError.unknownRun(name, output: folder.path, runs: Self.names)
            #expect(throws: error) { _ = try RunFolder.rollBack(folder.path, to: name) }
        }
        #expect(throws: RetentionError.unknownOutput("\(folder.path)/no")) {
            _ = try RunFolder.rollBack("\(folder.path)/no", to: nil)
        }
        #expect(try !folder.names().contains("no"))
    }

    @Test("a run that is not as it was published never becomes current")
    func damaged() throws {
        let folder = try Self.folder()
        try folder.remove("\(Self.names[2])/model/users.csv")
        let error = RetentionError.damaged(
            Self.names[2],
            count: 1,
            first: Breach("model/users.csv", "is missing")
        )
        #expect(throws: error) { _ = try RunFolder.rollBack(folder.path, to: nil) }
        #expect(try RunHistory(of: folder.path).current == Self.names[3])
    }

    @Test("pruning deletes the oldest runs, never the current one, and what killed runs have left")
    func prune() throws {
        let folder = try Self.folder()
        _ = try RunFolder.rollBack(folder.path, to: Self.names[1])
        for name in [".2026-01-09T020000Z.partial", "mine"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)",
                withIntermediateDirectories: false
            )
        }
        #expect(try RunFolder.prune(folder.path, keeping: 1) == [Self.names[0], Self.names[2]])
        #expect(try folder.names() == [Self.names[1], Self.names[3], "current", "mine"])
        #expect(try RunFolder.prune(folder.path, keeping: 1) == [])
        #expect(PackageCheck.check("\(folder.path)/current", report: { _ in }) != nil)
    }

    @Test("as many rejected runs stay as published ones; a link in their place is not followed")
    func rejected() throws {
        let folder = try Self.folder()
        for name in Self.names {
            _ = try RejectedRuns.keep(in: folder.path, id: name) { _ in }
        }
        // Three are kept of themselves.
        #expect(
            try RunFolder.prune(folder.path, keeping: 2).suffix(1)
                == ["rejected/\(Self.names[1])-2"]
        )
        #expect(try folder.names(in: "rejected") == Self.names[2...].map { $0 + "-2" })

        let other = try Self.folder()
        try folder.remove("rejected")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/rejected",
            withDestinationPath: other.path
        )
        #expect(try RunFolder.prune(folder.path, keeping: 1) == [Self.names[2]])
        #expect(try RunHistory(of: other.path).runs == Self.names)
    }

    @Test("a folder that another process holds is left alone")
    func locked() throws {
        let folder = try Self.folder()
        try OutputLock.hold(folder.path) {
            #expect(throws: PublishingError.self) {
                _ = try RunFolder.prune(folder.path, keeping: 1)
            }
            #expect(throws: PublishingError.self) {
                _ = try RunFolder.rollBack(folder.path, to: nil)
            }
        }
        #expect(try RunHistory(of: folder.path).runs == Self.names)
    }

    /// Four complete runs; the last is current.
    private static func folder() throws -> HeldFolder {
        let folder = try HeldFolder()
        for name in names { try TinyRun.publish(in: folder.path, id: name) }
        return folder
    }
}
