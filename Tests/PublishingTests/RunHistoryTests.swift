import Fixtures
import Foundation
import Testing

@testable import Publishing

@Suite("the runs of an output folder")
struct RunHistoryTests {
    private static let names = [
        "2026-01-01T020000Z", "2026-01-02T020000Z", "2026-01-02T020000Z-2",
        "2026-01-02T020000Z-10", "2026-02-01T020000Z",
    ]

    @Test("runs are ordered by time, then by their number in one second")
    func order() throws {
        let folder = try Self.folder()
        let history = try RunHistory(of: folder.path)
        #expect(history.runs == Self.names)
        #expect(history.current == Self.names[3])
        #expect(history.run(before: Self.names[3]) == Self.names[2])
        #expect(history.run(before: Self.names[0]) == nil)
        #expect(history.run(before: "2020-01-01T020000Z") == nil)
        #expect(history.run(before: "2026-01-15T020000Z") == Self.names[3])
    }

    @Test("the run before is the one that was current then, as long as it stands")
    func recorded() throws {
        let folder = try Self.folder()
        let report = "\(Self.names[4])/report.json"
        for (told, before) in [
            (Self.names[1], Self.names[1]), ("2020-01-01T020000Z", Self.names[3]),
            (Self.names[4], Self.names[3]), ("../\(Self.names[0])", Self.names[3]),
        ] {
            try folder.write("{\"gates\":{\"last_night\":\"\(told)\"}}", to: report)
            #expect(try RunHistory(of: folder.path).run(before: Self.names[4]) == before)
        }
        for text in ["{\"gates\":{}}", "{"] {
            try folder.write(text, to: report)
            #expect(try RunHistory(of: folder.path).run(before: Self.names[4]) == Self.names[3])
        }
    }

    @Test(
        "current is told by the link's last name, whatever leads there",
        arguments: ["./", "/srv/output/"]
    )
    func links(lead: String) throws {
        let folder = try Self.folder()
        try folder.remove("current")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/current",
            withDestinationPath: lead + Self.names[1]
        )
        let history = try RunHistory(of: folder.path)
        #expect(history.current == Self.names[1])
        if lead != "./" {
            #expect(throws: PublishingError.self) {
                try RunHistory.currentFolder(in: folder.path)
            }
        }
        #expect(!history.runs(notAmongNewest: 1).contains(Self.names[1]))
    }

    @Test("the folder before is found by the run's own folder and by the link")
    func folderBefore() throws {
        let folder = try Self.folder()
        for name in ["current", Self.names[3], Self.names[3] + "/"] {
            let before = try #require(try RunHistory.folder(before: "\(folder.path)/\(name)"))
            #expect(before.hasSuffix("/" + Self.names[2]))
        }
        #expect(try RunHistory.folder(before: "\(folder.path)/\(Self.names[0])") == nil)
        #expect(try RunHistory.folder(before: "\(folder.path)/mine") == nil)
    }

    @Test("a cleaning keeps the newest and the current one")
    func cleaning() throws {
        let folder = try Self.folder()
        let history = try RunHistory(of: folder.path)
        #expect(history.runs(notAmongNewest: 1) == Array(Self.names[..<3]))
        #expect(history.runs(notAmongNewest: 3) == Array(Self.names[..<2]))
        #expect(history.runs(notAmongNewest: 9) == [])
    }

    @Test("a folder that does not exist has no runs")
    func nothing() throws {
        let history = try RunHistory(of: "/nonexistent")
        #expect(history.runs.isEmpty && history.current == nil)
    }

    @Test("what cannot be looked into is told, and never taken for a folder without runs")
    func unreadable() throws {
        let folder = try HeldFolder()
        try folder.write("a file", to: "output")
        #expect(
            throws: PublishingError.unreadable(
                path: "\(folder.path)/output",
                reason: "Not a directory"
            )
        ) { try RunHistory(of: "\(folder.path)/output") }
    }

    @Test("a current that leads to no run is told, and none at all is a first night")
    func currentFolder() throws {
        let folder = try Self.folder()
        let path = folder.path
        #expect(try RunHistory.currentFolder(in: path) == "\(path)/\(Self.names[3])")
        try FileManager.default.removeItem(atPath: "\(path)/\(Self.names[3])")
        #expect(
            throws: PublishingError.unreadable(
                path: "\(path)/current",
                reason: "it leads to no run of this folder"
            )
        ) { try RunHistory.currentFolder(in: path) }
        try folder.remove("current")
        #expect(try RunHistory.currentFolder(in: path) == nil)
    }

    @Test("a current that is no link points to none")
    func notALink() throws {
        let folder = try Self.folder()
        try folder.remove("current")
        try folder.write("mine", to: "current")
        #expect(try RunHistory(of: folder.path).current == nil)
    }

    /// Five runs, of which the fourth is current, and things that are no runs.
    private static func folder() throws -> HeldFolder {
        let folder = try HeldFolder()
        for name in names.shuffled() + ["mine", ".2026-01-03T020000Z.partial", "2026-01-04"] {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/\(name)",
                withIntermediateDirectories: false
            )
        }
        try folder.write("a file", to: "2026-01-05T020000Z")
        for (link, target) in [("2026-01-06T020000Z", names[0]), ("current", names[3])] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/\(link)",
                withDestinationPath: target
            )
        }
        return folder
    }
}
