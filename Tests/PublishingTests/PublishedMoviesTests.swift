import Fixtures
import Testing

@testable import Publishing

@Suite("reading a published catalogue")
struct PublishedMoviesTests {
    private static let header = "movie_id,title,year,genres,rating_count\n"

    @Test("every column is read back, by row")
    func columns() throws {
        let movies = try Self.read("2,\"Heat, The\",1995,Crime|Drama,12\nx,,,\"\",0\n")
        #expect(movies.vocabulary.ids == ["2", "x"])
        #expect(movies.titles == ["Heat, The", ""])
        #expect(movies.years == [1995, nil])
        #expect(movies.genres == ["Crime|Drama", ""])
        #expect(movies.ratingCounts == [12, 0])
    }

    @Test(
        "a row that cannot be relied on ends the reading with the file's path, or is told and left out",
        arguments: [
            ("1,Heat,,\n", "2: 4 fields where 5 are expected"),
            ("1,Heat,MCM,,3\n", "2: year \"MCM\" is not a whole number"),
            (
                "1,Heat,,,9223372036854775807\n",
                "2: rating_count \"9223372036854775807\" is not a whole number from 0"
            ),
            ("1,Heat,,,-3\n", "2: rating_count \"-3\" is not a whole number from 0"),
            ("3,Heat,,,3\n2,Up,,,1\n", "3: movie \"2\" stands behind \"3\"; ids must ascend"),
            ("3,Heat,,,3\n3,Up,,,1\n", "3: movie \"3\" stands behind \"3\"; ids must ascend"),
        ]
    )
    func malformed(rows: String, fault: String) throws {
        let sound = rows.filter { $0 == "\n" }.count - 1
        try TemporaryFolder.with { folder in
            _ = try folder.write(Self.header + rows, to: ListFiles.movies)
            let breach = try #require(throws: Breach.self) {
                _ = try PublishedMovies(of: folder.path)
            }
            #expect("\(breach)" == "\(folder.path)/movies.csv:\(fault)")
            var told: [String] = []
            let movies = try PublishedMovies(of: folder.path) { told.append("\($0)") }
            #expect(told == ["movies.csv:\(fault)"])
            #expect(movies.vocabulary.count == sound)
        }
    }

    @Test("another header, and none, end the reading", arguments: ["", "id,title\n1,Heat\n"])
    func header(text: String) throws {
        try TemporaryFolder.with { folder in
            _ = try folder.write(text, to: ListFiles.movies)
            let breach = try #require(throws: Breach.self) {
                _ = try PublishedMovies(of: folder.path) { _ in }
            }
            #expect(breach.place == "movies.csv:1")
        }
    }

    private static func read(_ rows: String) throws -> PublishedMovies {
        try TemporaryFolder.with { folder in
            _ = try folder.write(header + rows, to: ListFiles.movies)
            return try PublishedMovies(of: folder.path)
        }
    }
}
