import Fixtures
import Foundation
import Ratings
import Testing

@testable import Publishing
@testable import Retrieval

@Suite("the data package")
struct DataPackageTests {
    @Test("rows, bytes and hashes are those of the files")
    func digests() throws {
        let (folder, package) = try published()
        let resources = try #require(package["resources"] as? [[String: Any]])
        #expect(
            resources.map { $0["path"] as? String }
                == ["user_recommendations.csv", "movie_neighbours.csv", "movies.csv"]
        )
        for resource in resources {
            let file = try #require(resource["path"] as? String)
            let text = try folder.text(file)
            #expect(resource["name"] as? String == file.replacing(".csv", with: ""))
            #expect(resource["bytes"] as? Int == text.utf8.count)
            #expect(resource["rows"] as? Int == text.split(separator: "\n").count - 1)
            let digest = try FileDigest(of: "\(folder.path)/\(file)")
            #expect(resource["hash"] as? String == "sha256:" + digest.sha256)
        }
    }

    @Test("each schema names the columns of its file's header, in order")
    func schemas() throws {
        let (folder, package) = try published()
        for resource in try #require(package["resources"] as? [[String: Any]]) {
            let file = try #require(resource["path"] as? String)
            let header = try #require(try folder.text(file).split(separator: "\n").first)
            let schema = try #require(resource["schema"] as? [String: Any])
            let fields = try #require(schema["fields"] as? [[String: Any]])
            let names = fields.compactMap { $0["name"] as? String }
            #expect(names == header.split(separator: ",").map(String.init))
            let types = Set(fields.compactMap { $0["type"] as? String })
            #expect(types.isSubset(of: ["string", "integer", "number"]))
            // Keys are columns, and point at movies.csv.
            let keys = try #require(schema["primaryKey"] as? [String])
            #expect(!keys.isEmpty && Set(keys).isSubset(of: names))
            for key in try #require(schema["foreignKeys"] as? [[String: Any]]) {
                #expect(names.contains(try #require(key["fields"] as? String)))
                let reference = try #require(key["reference"] as? [String: String])
                #expect(reference == ["resource": "movies", "fields": "movie_id"])
            }
        }
    }

    @Test("keys are spelt as Frictionless spells them, and null is nothing between two commas")
    func frictionless() throws {
        let (_, package) = try published()
        #expect(package["name"] as? String == "twotower")
        #expect(package["id"] as? String == "2026-11-24T020000Z")
        #expect(package["created"] as? String == "2026-11-24T02:00:00Z")
        let resource = try #require((package["resources"] as? [[String: Any]])?.first)
        #expect(resource["profile"] as? String == "tabular-data-resource")
        #expect(resource["format"] as? String == "csv")
        #expect(resource["mediatype"] as? String == "text/csv")
        #expect(resource["encoding"] as? String == "utf-8")
        let dialect = try #require(resource["dialect"] as? [String: Any])
        #expect(
            Set(dialect.keys)
                == ["delimiter", "lineTerminator", "quoteChar", "doubleQuote", "header"]
        )
        #expect(dialect["lineTerminator"] as? String == "\n")
        let schema = try #require(resource["schema"] as? [String: Any])
        #expect(schema["missingValues"] as? [String] == [""])
        let source = try #require((schema["fields"] as? [[String: Any]])?.last)
        let constraints = try #require(source["constraints"] as? [String: Any])
        #expect(constraints["required"] as? Bool == true)
        #expect(constraints["enum"] as? [String] == ListSource.allCases.map(\.rawValue))
    }

    @Test("a folder without the files has no description")
    func incomplete() throws {
        let folder = try HeldFolder()
        #expect(throws: PublishingError.self) {
            _ = try DataPackage(of: folder.path, id: "a", created: "b", rowCounts: [:])
        }
    }

    /// A folder with the three files and its description, read back from JSON.
    private func published() throws -> (HeldFolder, [String: Any]) {
        let folder = try HeldFolder()
        let catalogue = Catalogue(
            vocabulary: Vocabulary(["1", "2"]),
            descriptions: [
                MovieDescription(title: "Heat (1995)"), MovieDescription(title: "Amélie, \"2001\""),
            ]
        )
        let entry = ListEntry<Movie>(candidate: Row(1), score: 0.5, source: .model)
        var counts: [String: Int] = [:]
        counts["user_recommendations.csv"] = try ListFiles.writeUserRecommendations(
            to: folder.path,
            users: Vocabulary(["7", "8"]),
            catalogue: catalogue,
            ofAtMost: 3,
            list: { _ in [entry] }
        ).rowCount
        counts["movie_neighbours.csv"] = try ListFiles.writeMovieNeighbours(
            to: folder.path,
            catalogue: catalogue,
            ofAtMost: 3,
            list: { $0.index == 0 ? [(entry: entry, coRaterCount: 3)] : [] }
        ).rowCount
        counts["movies.csv"] = 2
        try ListFiles.writeMovies(
            to: folder.path,
            catalogue: catalogue,
            raterCounts: [3, 4]
        )
        try DurableFile.write(
            json: try DataPackage(
                of: folder.path,
                id: "2026-11-24T020000Z",
                created: "2026-11-24T02:00:00Z",
                rowCounts: counts
            ),
            to: "\(folder.path)/\(DataPackage.fileName)"
        )
        let json = try #require(
            FileManager.default.contents(atPath: "\(folder.path)/datapackage.json")
        )
        return (
            folder, try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
        )
    }
}
