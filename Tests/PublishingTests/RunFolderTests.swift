import Fixtures
import Foundation
import Testing

@testable import Publishing

@Suite("a run's folder")
struct RunFolderTests {
    private struct Interruption: Error {}

    @Test("a run stands complete under its name, and current points at it")
    func complete() throws {
        let folder = try HeldFolder()
        let output = "\(folder.path)/deep/output"
        let path = try RunFolder.publish(in: output, id: "night") { staging in
            #expect(!FileManager.default.fileExists(atPath: "\(output)/night"))
            #expect(!FileManager.default.fileExists(atPath: "\(output)/current"))
            try fill(staging, "1")
        }
        #expect(path == "\(output)/night")
        #expect(try folder.names(in: "deep/output") == ["current", "night"])
        #expect(try folder.names(in: "deep/output/night") == ["file.csv", "model"])
        #expect(try folder.text("deep/output/current/file.csv") == "1")
        let target = try FileManager.default.destinationOfSymbolicLink(
            atPath: "\(output)/current"
        )
        #expect(target == "night")
    }

    @Test("a thousand runs of one second are enough")
    func names() throws {
        let folder = try HeldFolder()
        for number in 1...1000 {
            let name = number == 1 ? "night" : "night-\(number)"
            let free = try RunFolder.freeName("night", in: folder.path)
            if number % 333 == 1 { #expect(free == name) }
            try folder.write("", to: name)
        }
        #expect(throws: PublishingError.self) {
            try RunFolder.freeName("night", in: folder.path)
        }
    }

    @Test("current shows the last run until the next one is complete, then the next one")
    func flips() throws {
        let folder = try HeldFolder()
        _ = try RunFolder.publish(in: folder.path, id: "first") { try fill($0, "1") }
        _ = try RunFolder.publish(in: folder.path, id: "second") { staging in
            try fill(staging, "2")
            #expect(try folder.text("current/file.csv") == "1")
        }
        #expect(try folder.text("current/file.csv") == "2")
        #expect(try folder.text("first/file.csv") == "1")
        #expect(try folder.names() == ["current", "first", "second"])
    }

    @Test("an interrupted run leaves nothing behind, and current as it was")
    func interrupted() throws {
        let folder = try HeldFolder()
        _ = try RunFolder.publish(in: folder.path, id: "first") { try fill($0, "1") }
        #expect(throws: Interruption.self) {
            _ = try RunFolder.publish(in: folder.path, id: "second") { staging in
                try fill(staging, "2")
                throw Interruption()
            }
        }
        #expect(try folder.names() == ["current", "first"])
        #expect(try folder.text("current/file.csv") == "1")
    }

    @Test("a run that current cannot be pointed at leaves nothing behind either")
    func unpointed() throws {
        let folder = try HeldFolder()
        _ = try RunFolder.publish(in: folder.path, id: "first") { try fill($0, "1") }
        try folder.write("in the way", to: ".current.second")
        #expect(
            throws: PublishingError.refused(
                path: "\(folder.path)/.current.second",
                reason: "File exists"
            )
        ) { _ = try RunFolder.publish(in: folder.path, id: "second") { try fill($0, "2") } }
        #expect(try folder.names() == [".current.second", "current", "first"])
        #expect(try folder.text("current/file.csv") == "1")
    }

    @Test("what an interrupted process has left is no obstacle")
    func leftovers() throws {
        let folder = try HeldFolder()
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/.night.partial",
            withIntermediateDirectories: false
        )
        let path = try RunFolder.publish(in: folder.path, id: "night") { try fill($0, "1") }
        #expect(try folder.text("current/file.csv") == "1")
        #expect(FileManager.default.fileExists(atPath: "\(path)/file.csv"))
    }

    @Test("two runs of one second have two names")
    func collisions() throws {
        let folder = try HeldFolder()
        let paths = try (1...3).map { number in
            try RunFolder.publish(in: folder.path, id: "night") { try fill($0, "\(number)") }
        }
        #expect(
            paths.map { $0.dropFirst(folder.path.count + 1) } == ["night", "night-2", "night-3"]
        )
        #expect(try folder.text("night/file.csv") == "1")
        #expect(try folder.text("current/file.csv") == "3")
    }

    @Test("a current that is no link is not ours to replace", arguments: [true, false])
    func notALink(isFolder: Bool) throws {
        let folder = try HeldFolder()
        if isFolder {
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/current",
                withIntermediateDirectories: false
            )
        } else {
            try folder.write("mine", to: "current")
        }
        var isWritten = false
        let error = try #require(throws: PublishingError.self) {
            _ = try RunFolder.publish(in: folder.path, id: "night") { _ in isWritten = true }
        }
        #expect(error == .notALink(path: "\(folder.path)/current"))
        #expect(error.description.contains("is not a link"))
        #expect(!isWritten)
        #expect(try folder.names() == ["current"])
    }

    @Test("a link that points nowhere is replaced")
    func danglingLink() throws {
        let folder = try HeldFolder()
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/current",
            withDestinationPath: "removed"
        )
        _ = try RunFolder.publish(in: folder.path, id: "night") { try fill($0, "1") }
        #expect(try folder.text("current/file.csv") == "1")
    }

    @Test("links that stand in the way are passed by or removed, and never followed")
    func plantedLinks() throws {
        let folder = try HeldFolder()
        for name in ["elsewhere", "output"] {
            try RunFolder.makeFolder("\(folder.path)/\(name)", withParents: false)
        }
        try folder.write("mine", to: "elsewhere/file.csv")
        let output = "\(folder.path)/output"
        let links = [
            "night": "nowhere", "night-2": "../elsewhere", ".night-3.partial": "../elsewhere",
            "current": "../elsewhere", ".current.night": "../elsewhere/file.csv",
        ]
        for (name, destination) in links {
            try FileManager.default.createSymbolicLink(
                atPath: "\(output)/\(name)",
                withDestinationPath: destination
            )
        }
        let path = try OutputLock.hold(output) {
            try RunFolder.publish(in: output, id: "night") { try fill($0, "1") }
        }
        #expect(path == "\(output)/night-3")
        #expect(try folder.text("output/current/file.csv") == "1")
        #expect(try folder.names(in: "output") == ["current", "night", "night-2", "night-3"])
        #expect(try folder.names(in: "elsewhere") == ["file.csv"])
        #expect(try folder.text("elsewhere/file.csv") == "mine")
    }

    @Test("an output that cannot be made gives the path and the system's reason")
    func unwritable() throws {
        let folder = try HeldFolder()
        try folder.write("a file", to: "output")
        let error = try #require(throws: PublishingError.self) {
            _ = try RunFolder.publish(in: "\(folder.path)/output/inner", id: "night") { _ in }
        }
        #expect(
            error.description == "\(folder.path)/output/inner: cannot be written: Not a directory"
        )
        #expect(try folder.text("output") == "a file")
    }

    @Test("a folder that cannot be listed or emptied gives the path and the system's reason")
    func unlistable() throws {
        #expect(
            throws: PublishingError.unreadable(
                path: "/nowhere",
                reason: "No such file or directory"
            )
        ) { try RunFolder.removeLeftovers(in: "/nowhere") }
        #expect(
            throws: PublishingError.refused(path: "/nowhere", reason: "No such file or directory")
        ) { try RunFolder.remove("/nowhere") }
    }

    @Test("a folder is made with its parents only where that is asked for")
    func parents() throws {
        let folder = try HeldFolder()
        #expect(
            throws: PublishingError.refused(
                path: "\(folder.path)/a/b",
                reason: "No such file or directory"
            )
        ) { try RunFolder.makeFolder("\(folder.path)/a/b", withParents: false) }
        try RunFolder.makeFolder("\(folder.path)/a/b/c", withParents: true)
        try RunFolder.makeFolder("\(folder.path)/a/b/c", withParents: true)
        #expect(try folder.names(in: "a/b") == ["c"])
        #expect(
            throws: PublishingError.refused(path: "\(folder.path)/a", reason: "File exists")
        ) { try RunFolder.makeFolder("\(folder.path)/a", withParents: false) }
    }

    @Test("a run is named by its moment in UTC, and names sort by time")
    func id() {
        #expect(RunFolder.id(at: Date(timeIntervalSince1970: 0)) == "1970-01-01T000000Z")
        // 20,781 days after 1970 is 2026-11-24; 2 hours are 7,200 seconds.
        #expect(
            RunFolder.id(at: Date(timeIntervalSince1970: 20_781 * 86_400 + 7_200.9))
                == "2026-11-24T020000Z"
        )
    }

    private func fill(_ folder: String, _ text: String) throws {
        try text.write(toFile: "\(folder)/file.csv", atomically: false, encoding: .utf8)
        try RunFolder.makeFolder("\(folder)/model", withParents: false)
    }
}
