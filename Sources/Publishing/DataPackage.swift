import Retrieval

/// The description of a run's data files as a Frictionless Data Package (v1): schema, keys, rows,
/// bytes and hashes.
///
/// A loader can check a file with it before it reads a row.
package struct DataPackage: Encodable, Sendable {
    package static let fileName = "datapackage.json"

    private let name = "twotower"
    private let id: String
    private let created: String
    private let resources: [Resource]

    /// Describes the data files of a folder.
    ///
    /// - Parameters:
    ///   - folder: Holds every data file, complete.
    ///   - id: The run's.
    ///   - created: When, in ISO 8601.
    ///   - rowCounts: Of each data file, by name; 0 for those not named.
    /// - Throws: `PublishingError.refused` if a data file cannot be read.
    package init(
        of folder: String,
        id: String,
        created: String,
        rowCounts: [String: Int]
    ) throws(PublishingError) {
        self.id = id
        self.created = created
        var resources: [Resource] = []
        for (file, schema) in Self.schemas {
            let digest = try FileDigest(of: "\(folder)/\(file)")
            resources.append(
                Resource(
                    name: String(file.dropLast(".csv".count)),
                    path: file,
                    rows: rowCounts[file] ?? 0,
                    bytes: digest.byteCount,
                    hash: "sha256:" + digest.sha256,
                    schema: schema
                )
            )
        }
        self.resources = resources
    }

    /// The header of a data file.
    static func fieldNames(of file: String) -> [String] {
        schemas.first { $0.file == file }?.schema.fields.map(\.name) ?? []
    }

    private struct Resource: Encodable {
        let name: String
        let path: String
        let profile = "tabular-data-resource"
        let format = "csv"
        let mediatype = "text/csv"
        let encoding = "utf-8"
        let dialect = Dialect()
        let rows: Int
        let bytes: Int
        let hash: String
        let schema: Schema
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
