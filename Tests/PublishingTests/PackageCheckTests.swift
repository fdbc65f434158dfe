import Fixtures
import Foundation
import Testing

@testable import Publishing

@Suite("the files of a run, held against their description")
struct PackageCheckTests {
    @Test("a run is as it was published")
    func whole() throws {
        let (folder, breaches) = try Self.check { _ in }
        #expect(breaches == [])
        let counts = PackageCheck.check("\(folder.path)/run", report: { _ in })
        #expect(
            counts == ["user_recommendations.csv": 4, "movie_neighbours.csv": 2, "movies.csv": 3]
        )
    }

    @Test("files that are missing, more, longer or changed are told by name")
    func changes() throws {
        let (_, missing) = try Self.check { try $0.remove("run/movies.csv") }
        #expect(missing == ["movies.csv: is missing"])
        let (_, more) = try Self.check { try $0.write("x", to: "run/model/more.csv") }
        #expect(more == ["model/more.csv: is not in datapackage.json"])
        let (folder, longer) = try Self.check { try $0.edit("run/movies.csv") { $0 + "\n" } }
        let count = try folder.text("run/movies.csv").utf8.count
        #expect(longer == ["movies.csv: has \(count) bytes, not \(count - 1)"])
        let (_, changed) = try Self.check { folder in
            try folder.edit("run/movies.csv") { $0.replacing("Heat", with: "Cold") }
        }
        #expect(changed == ["movies.csv: has another SHA-256 than datapackage.json says"])
    }

    @Test("an empty folder is more than a run has")
    func emptyFolder() throws {
        let (_, breaches) = try Self.check { folder in
            try FileManager.default.createDirectory(
                atPath: "\(folder.path)/run/model/more",
                withIntermediateDirectories: false
            )
        }
        #expect(breaches == ["model/more: is a folder without a file"])
    }

    @Test(
        "types, keys, dialect and names are those of a run's files",
        arguments: [
            ("\"integer\"", "\"string\"", "user_recommendations.csv"),
            ("\"delimiter\" : \",\"", "\"delimiter\" : \";\"", "movie_neighbours.csv"),
            ("\"resource\" : \"movies\"", "\"resource\" : \"films\"", "movie_neighbours.csv"),
            ("\"minimum\" : 0", "\"minimum\" : 1", "movies.csv"),
            ("\"profile\" : \"data-resource\"", "\"profile\" : \"x\"", "report.json"),
            ("\"name\" : \"report.json\"", "\"name\" : \"r\", \"rows\" : 3", "report.json"),
        ]
    )
    func altered(old: String, new: String, file: String) throws {
        let (_, breaches) = try Self.check { folder in
            try folder.edit("run/datapackage.json") { $0.replacing(old, with: new) }
        }
        let breach = "datapackage.json: does not describe \(file) as a run's file is described"
        #expect(breaches.contains(breach), "\(breaches)")
    }

    @Test("files are named once and in one order")
    func order() throws {
        for isTwice in [false, true] {
            let (_, breaches) = try Self.check { folder in
                let path = "\(folder.path)/run/datapackage.json"
                let json = try #require(FileManager.default.contents(atPath: path))
                var package = try #require(
                    try JSONSerialization.jsonObject(with: json) as? [String: Any]
                )
                var resources = try #require(package["resources"] as? [[String: Any]])
                resources.append(isTwice ? resources[0] : resources.removeFirst())
                package["resources"] = resources
                try JSONSerialization.data(withJSONObject: package)
                    .write(to: URL(filePath: path))
            }
            #expect(breaches == ["datapackage.json: names files twice, or in another order"])
        }
    }

    @Test("a key more is told; name, date and the words for people are free")
    func rest() throws {
        let (_, breaches) = try Self.check { folder in
            try folder.edit("run/datapackage.json") {
                $0.replacing("\"name\" : \"twotower\"", with: "\"name\" : \"twotower\", \"x\" : 1")
            }
        }
        #expect(breaches == ["datapackage.json: has other keys than that of a run"])
        let (_, none) = try Self.check { folder in
            try folder.edit("run/datapackage.json") {
                $0.replacing("from 1, best first", with: "ab 1").replacing("\"run\"", with: "\"b\"")
            }
        }
        #expect(none == [])
    }

    @Test("without a description that can be read nothing more is opened")
    func noDescription() throws {
        for text in [nil, "", "{", "[]", "{\"resources\": [{\"path\": 3}]}"] {
            let (folder, breaches) = try Self.check { folder in
                try folder.remove("run/datapackage.json")
                if let text { try folder.write(text, to: "run/datapackage.json") }
            }
            #expect(breaches.count == 1 && breaches[0].hasPrefix("datapackage.json: is "))
            #expect(PackageCheck.check("\(folder.path)/run", report: { _ in }) == nil)
        }
    }

    @Test("a description that leaves out a data file, or names one elsewhere, is no use")
    func hostileDescription() throws {
        let (_, breaches) = try Self.check { folder in
            try folder.write("secret", to: "secret")
            try folder.edit("run/datapackage.json") {
                $0.replacing("\"path\" : \"movies.csv\"", with: "\"path\" : \"../secret\"")
            }
        }
        #expect(
            breaches == [
                "movies.csv: is not in datapackage.json",
                "datapackage.json: does not name movies.csv", "../secret: is missing",
                "datapackage.json: does not describe ../secret as a run's file is described",
            ]
        )
    }

    @Test("links and pipes are told, and never followed or opened")
    func links() throws {
        let (folder, breaches) = try Self.check { folder in
            try folder.remove("run/movies.csv")
            try folder.write("secret", to: "secret")
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/run/movies.csv",
                withDestinationPath: "../secret"
            )
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder.path)/run/model/loop",
                withDestinationPath: "."
            )
            #expect(mkfifo("\(folder.path)/run/pipe", 0o600) == 0)
        }
        #expect(
            breaches.sorted() == [
                "model/loop: is not a plain file", "movies.csv: is missing",
                "movies.csv: is not a plain file", "pipe: is not a plain file",
            ]
        )
        #expect(PackageCheck.check("\(folder.path)/run", report: { _ in }) == nil)
    }

    /// A run, changed, and what is said of it.
    private static func check(
        _ change: (HeldFolder) throws -> Void
    ) throws -> (HeldFolder, [String]) {
        let folder = try HeldFolder()
        try TinyRun.publish(in: folder.path, id: "run")
        try change(folder)
        var breaches: [String] = []
        PackageCheck.check("\(folder.path)/run") { breaches.append("\($0)") }
        return (folder, breaches)
    }
}
