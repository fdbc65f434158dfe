import Fixtures
import Foundation
import Testing

@testable import Publishing

@Suite("a folder that is complete or absent")
struct WholeFolderTests {
    private struct Interruption: Error {}

    @Test("it gets its place when it is full, with its parents, whatever slashes end its path")
    func complete() throws {
        let folder = try HeldFolder()
        try WholeFolder.write(to: "\(folder.path)/deep/data//") { staging in
            #expect(try folder.names(in: "deep") == ["data.partial"])
            try "1".write(toFile: "\(staging)/file", atomically: false, encoding: .utf8)
        }
        #expect(try folder.names(in: "deep") == ["data"])
        #expect(try folder.text("deep/data/file") == "1")
    }

    @Test("what is there already stays as it is, also what came in the meantime")
    func taken() throws {
        let folder = try HeldFolder()
        let path = "\(folder.path)/data"
        try folder.write("mine", to: "data")
        let error = PublishingError.exists(path: path)
        #expect(throws: error) { try WholeFolder.write(to: path) { _ in Issue.record() } }
        try folder.remove("data")
        #expect(throws: error) {
            try WholeFolder.write(to: path) { _ in try folder.write("mine", to: "data") }
        }
        #expect(try folder.text("data") == "mine")
        #expect(try folder.names() == ["data"])
    }

    @Test("of two processes that make it one is told, and the other's is whole")
    func twoWriters() throws {
        let folder = try HeldFolder()
        let path = "\(folder.path)/data"
        try WholeFolder.write(to: path) { staging in
            try "1".write(toFile: "\(staging)/file", atomically: false, encoding: .utf8)
            // The lock is of the open folder: one process is as good as two.
            let error = #expect(throws: PublishingError.self) {
                try WholeFolder.write(to: path) { _ in Issue.record("two writers at once") }
            }
            guard case .locked(path, _)? = error else {
                Issue.record("\(error as Any)")
                return
            }
        }
        #expect(try folder.names() == ["data"])
        #expect(try folder.text("data/file") == "1")
    }

    @Test("a file or a link in the place of the unfinished folder is no obstacle")
    func inTheWay() throws {
        let (folder, elsewhere) = (try HeldFolder(), try HeldFolder())
        try elsewhere.write("mine", to: "file")
        for target in [nil, "nowhere", elsewhere.path] {
            let path = "\(folder.path)/data"
            if let target {
                try FileManager.default.createSymbolicLink(
                    atPath: path + ".partial",
                    withDestinationPath: target
                )
            } else {
                try folder.write("left", to: "data.partial")
            }
            try WholeFolder.write(to: path) { staging in
                try "1".write(toFile: "\(staging)/file", atomically: false, encoding: .utf8)
            }
            #expect(try folder.text("data/file") == "1")
            try folder.remove("data")
        }
        #expect(try folder.names().isEmpty)
        #expect(try elsewhere.text("file") == "mine")
    }

    @Test("what a killed process has left is no obstacle, and a failure leaves nothing")
    func leftovers() throws {
        let folder = try HeldFolder()
        let path = "\(folder.path)/data"
        try RunFolder.makeFolder("\(path).partial/deep", withParents: true)
        #expect(throws: Interruption.self) {
            try WholeFolder.write(to: path) { staging in
                #expect(try folder.names(in: "data.partial").isEmpty)
                throw Interruption()
            }
        }
        #expect(try folder.names().isEmpty)
    }
}
