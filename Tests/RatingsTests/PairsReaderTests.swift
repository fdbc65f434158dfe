import Fixtures
import Ratings
import Testing

@Suite("Pairs of movies")
struct PairsReaderTests {
    private let movies = Vocabulary<Movie>(["10", "20", "30"])

    /// The pairs of a file: `query candidate weight`, by query.
    private func read(_ text: String) throws -> [String] {
        try TemporaryFolder.with { folder in
            let pairs = try PairsReader.read(folder.write(text, to: "pairs.csv"), of: movies)
            #expect(pairs.ofQueries.count == movies.count)
            return pairs.ofQueries.enumerated().flatMap { query, entries in
                entries.map { "\(movies[Row(query)]) \(movies[$0.candidate]) \($0.weight)" }
            }
        }
    }

    @Test("pairs stand by query movie, repeated as in the file, and count 1 without a weight")
    func unweighted() throws {
        #expect(
            try read("query_id,candidate_id\n20,10\n10,30\n20,30\n10,30\n")
                == ["10 30 1.0", "10 30 1.0", "20 10 1.0", "20 30 1.0"]
        )
    }

    @Test("weights are read, columns may stand in any order and be separated by tabs")
    func weighted() throws {
        #expect(
            try read("weight\tcandidate_id:token\tquery_id:token\n0.5\t10\t20\n3\t20\t30\n")
                == ["20 10 0.5", "30 20 3.0"]
        )
    }

    static let faults = [
        Fault("an empty file", "", "pairs.csv: holds no records"),
        Fault("a header alone", "query,candidate\n", "pairs.csv: holds no records"),
        Fault(
            "no column of candidates",
            "query_id,movie\n10,20\n",
            "pairs.csv:1: no column for the candidate id among \"query_id\", \"movie\""
                + "; call it candidate_id"
        ),
        Fault(
            "an unknown movie",
            "query_id,candidate_id\n10,20\n10,99\n",
            "pairs.csv:3: candidate id \"99\" is not among the movies of the ratings and the"
                + " catalogue"
        ),
        Fault(
            "an unknown query",
            "query_id,candidate_id\n010,20\n",
            "pairs.csv:2: query id \"010\" is not among the movies of the ratings and the"
                + " catalogue"
        ),
        Fault(
            "a movie with itself",
            "query_id,candidate_id\n10,10\n",
            "pairs.csv:2: pair \"10, 10, 1.0\" is not two movies with a weight above 0"
        ),
        Fault(
            "a weight of 0",
            "query_id,candidate_id,weight\n10,20,0\n",
            "pairs.csv:2: pair \"10, 20, 0.0\" is not two movies with a weight above 0"
        ),
        Fault(
            "a negative weight",
            "query_id,candidate_id,weight\n10,20,-1\n",
            "pairs.csv:2: pair \"10, 20, -1.0\" is not two movies with a weight above 0"
        ),
        Fault(
            "a weight that is no number",
            "query_id,candidate_id,weight\n10,20,nan\n",
            "pairs.csv:2: weight \"nan\" is not a number"
        ),
        Fault(
            "an empty id",
            "query_id,candidate_id\n10,\n",
            "pairs.csv:2: candidate id is empty"
        ),
        Fault(
            "a missing field",
            "query_id,candidate_id,weight\n10,20\n",
            "pairs.csv:2: 2 fields where 3 are expected"
        ),
        Fault("nothing wrong", "query_id,candidate_id,weight\n10,20,0.25\n", nil),
    ]

    @Test("a fault in the pairs is told with its line", arguments: faults)
    func faultyPairs(fault: Fault) throws {
        try TemporaryFolder.with { folder in
            let path = try folder.write(fault.file.bytes, to: "pairs.csv")
            let complaint = folder.complaint { _ = try PairsReader.read(path, of: movies) }
            #expect(complaint == fault.message)
        }
    }
}
