import Cores
import Retrieval

/// The description of a run as a Frictionless Data Package (v1): bytes and hashes of all its files,
/// schema, keys and rows of the data files.
///
/// A loader can check a file with it before it reads a row.
package struct DataPackage: Encodable, Sendable {
    package static let fileName = "datapackage.json"

    private let name = "twotower"
    private let id: String
    private let created: String
    private let resources: [Resource]

    /// Describes the files of a folder.
    ///
    /// - Parameters:
    ///   - folder: Holds every file, complete; not yet the description itself.
    ///   - id: The run's.
    ///   - created: When, in ISO 8601.
    ///   - rowCounts: Of each data file, by name; 0 for those not named.
    /// - Throws: `PublishingError.unreadable` if a file is missing or cannot be read.
    package init(
        of folder: String,
        id: String,
        created: String,
        rowCounts: [String: Int]
    ) throws(PublishingError) {
        self.id = id
        self.created = created
        let tabular = Self.schemas.map(\.file)
        let others = try RunFiles.all(of: folder)
            .filter { !tabular.contains($0) }
        let files = tabular + others
        var resources = try Cores.map(files.count) { number throws(PublishingError) in
            Resource(files[number], try FileDigest(of: "\(folder)/\(files[number])"))
        }
        for (number, (file, schema)) in Self.schemas.enumerated() {
            resources[number].tabulate(schema, rows: rowCounts[file] ?? 0)
        }
        self.resources = resources
    }

    /// Describes files that have been looked at already, in the order of any description.
    ///
    /// - Parameters:
    ///   - digests: What each file holds, by its path.
    ///   - rowCounts: Of each data file, by name; 0 for those not named.
    init(digests: [String: FileDigest], rowCounts: [String: Int]) {
        (id, created) = ("", "")
        let tabular = Self.schemas.map(\.file)
        let others = digests.keys.filter { !tabular.contains($0) }.sorted()
        resources = (tabular + others).compactMap { file in
            digests[file].map { digest in
                var resource = Resource(file, digest)
                if let schema = Self.schemas.first(where: { $0.file == file })?.schema {
                    resource.tabulate(schema, rows: rowCounts[file] ?? 0)
                }
                return resource
            }
        }
    }

    /// The header of a data file.
    static func fieldNames(of file: String) -> [String] {
        schemas.first { $0.file == file }?.schema.fields.map(\.name) ?? []
    }

    private struct Resource: Encodable {
        private(set) var name: String
        let path: String
        private(set) var profile = "data-resource"
        let bytes: Int
        let hash: String
        private(set) var format: String?
        private(set) var mediatype: String?
        private(set) var encoding: String?
        private(set) var dialect: Dialect?
        private(set) var rows: Int?
        private(set) var schema: Schema?

        init(_ path: String, _ digest: FileDigest) {
            self.path = path
            name = path.replacing("/", with: "-")
            bytes = digest.byteCount
            hash = "sha256:" + digest.sha256
        }

        mutating func tabulate(_ schema: Schema, rows: Int) {
            name = String(path.dropLast(".csv".count))
            profile = "tabular-data-resource"
            format = "csv"
            mediatype = "text/csv"
            encoding = "utf-8"
            dialect = Dialect()
            self.rows = rows
            self.schema = schema
        }
    }

    private struct Dialect: Encodable {
        let delimiter = ","
        let lineTerminator = "\n"
        let quoteChar = "\""
        let doubleQuote = true
        let header = true
    }

    private struct Schema: Encodable {
        let fields: [Field]
        let primaryKey: [String]
        var foreignKeys: [ForeignKey] = []
        var missingValues = [""]
    }

    private struct Field: Encodable {
        let name: String
        let type: String
        let description: String
        var constraints = Constraints(required: true)
    }

    private struct Constraints: Encodable {
        var required: Bool?
        var minimum: Int?
        var `enum`: [String]?
    }

    private struct ForeignKey: Encodable {
        let fields: String
        let reference: Reference

        struct Reference: Encodable {
            let resource: String
            let fields: String
        }

        static func movie(_ field: String) -> ForeignKey {
            ForeignKey(fields: field, reference: Reference(resource: "movies", fields: "movie_id"))
        }
    }

    private static let schemas: [(file: String, schema: Schema)] = [
        (
            ListFiles.userRecommendations,
            Schema(
                fields: [
                    Field(name: "user_id", type: "string", description: "as in the ratings"),
                    rank,
                    Field(name: "movie_id", type: "string", description: "a movie of movies.csv"),
                    score, source,
                ],
                primaryKey: ["user_id", "rank"],
                foreignKeys: [.movie("movie_id")]
            )
        ),
        (
            ListFiles.movieNeighbours,
            Schema(
                fields: [
                    Field(name: "movie_id", type: "string", description: "a movie of movies.csv"),
                    rank,
                    Field(
                        name: "neighbour_id",
                        type: "string",
                        description: "another of movies.csv"
                    ),
                    score, source,
                    text("title", "the movie's title"),
                    text("neighbour_title", "the neighbour's title"),
                    Field(
                        name: "co_raters",
                        type: "integer",
                        description: "users who rated both",
                        constraints: Constraints(required: true, minimum: 0)
                    ),
                ],
                primaryKey: ["movie_id", "rank"],
                foreignKeys: [.movie("movie_id"), .movie("neighbour_id")]
            )
        ),
        (
            ListFiles.movies,
            Schema(
                fields: [
                    Field(name: "movie_id", type: "string", description: "as in the ratings"),
                    text("title", "as in the catalogue; empty without one"),
                    Field(
                        name: "year",
                        type: "integer",
                        description: "of release; null if unknown",
                        constraints: Constraints()
                    ),
                    text("genres", "separated by |; empty if unknown"),
                    Field(
                        name: "rating_count",
                        type: "integer",
                        description: "users who rated it",
                        constraints: Constraints(required: true, minimum: 0)
                    ),
                ],
                primaryKey: ["movie_id"]
            )
        ),
    ]

    private static let rank = Field(
        name: "rank",
        type: "integer",
        description: "from 1, best first",
        constraints: Constraints(required: true, minimum: 1)
    )

    private static let score = Field(
        name: "score",
        type: "number",
        description: "never increases with rank"
    )

    private static let source = Field(
        name: "source",
        type: "string",
        description: "model, or the fallback that filled the row",
        constraints: Constraints(required: true, enum: ListSource.allCases.map(\.rawValue))
    )

    private static func text(_ name: String, _ description: String) -> Field {
        Field(name: name, type: "string", description: description, constraints: Constraints())
    }
}
