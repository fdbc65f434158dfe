import Fixtures
import Ratings
import Testing

@Suite("A history")
struct HistoryReaderTests {
    private let movies = Vocabulary<Movie>(["10", "20", "30"])

    private func read(_ text: String) throws -> [String] {
        try TemporaryFolder.with { folder in
            try HistoryReader.read(folder.write(text, to: "history.csv"), of: movies)
                .map { movies[$0] }
        }
    }

    @Test("movies come in the order of the file, whatever stands beside them")
    func order() throws {
        #expect(try read("movie_id\n20\n10\n20\n") == ["20", "10", "20"])
        #expect(try read("timestamp;rating;movieId\n7;x;30\n;;10\n") == ["30", "10"])
    }

    @Test(
        "what cannot be read is an error that says where",
        arguments: [
            ("", "history.csv: holds no records"), ("movie_id\n", "history.csv: holds no records"),
            (
                "film\n10\n",
                "history.csv:1: no column for the movie id among \"film\"; call it movie_id"
            ),
            ("movie_id\n10\n40\n", "history.csv:3: movie id \"40\""),
        ]
    )
    func faults(text: String, message: String) throws {
        let error = try #require(throws: RatingsError.self) { _ = try read(text) }
        #expect(error.description.contains(message), "\(error)")
    }
}
