import Fixtures
import Ratings
import Testing

@Suite("records that are wrong, and tolerated")
struct RefusalTests {
    private static let ratings = """
        userId,movieId,rating,timestamp
        1,10,4,100
        1,,4,100
        2,10,many,100
        3,11,5
        "a
        b",10,5,soon
        2,11,3,200

        """

    @Test("the right records are used alone, and every wrong one is told with its lines")
    func tolerated() throws {
        let (outcome, refused) = try Self.read(tolerating: .records(4))
        #expect(outcome.dataset.ratingLines == ["1 10 4.0 100", "2 11 3.0 200"])
        #expect(outcome.dataset.users.ids == ["1", "2"])
        #expect(
            refused.map { "\($0.reason)".replacing(/^.*ratings/, with: "ratings") } == [
                #"ratings.csv:3: movie id is empty"#,
                #"ratings.csv:4: rating "many" is not a number"#,
                #"ratings.csv:5: 3 fields where 4 are expected"#,
                #"ratings.csv:6: timestamp "soon" is not a whole number of seconds since 1970"#,
            ]
        )
        #expect(refused.map(\.position.line) == [3, 4, 5, 6])
        #expect(refused.map(\.lineCount) == [1, 1, 1, 2])
    }

    @Test("one more than tolerated ends the reading, and none hears of it without tolerance")
    func tooMany() throws {
        try TemporaryFolder.with { folder in
            var heard = 0
            func complaint(_ tolerance: Tolerance) throws -> String? {
                var files = InputFiles(ratings: folder.file("ratings.csv"))
                files.tolerance = tolerance
                return folder.complaint {
                    _ = try DatasetReader.read(files) { _ in heard += 1 }
                }
            }
            _ = try folder.write(Self.ratings, to: "ratings.csv")
            #expect(try complaint(.none) == "ratings.csv:3: movie id is empty")
            #expect(heard == 0)
            #expect(
                try complaint(.records(2))
                    == "ratings.csv: 3 of 4 records refused where 2 are tolerated; the last:"
                    + " ratings.csv:5: 3 fields where 4 are expected"
            )
            #expect(heard == 3)
            #expect(
                try complaint(.share(0.5))
                    == "ratings.csv: 4 of 6 records refused where 50 % are tolerated; the last:"
                    + " ratings.csv:6: timestamp \"soon\" is not a whole number of seconds since"
                    + " 1970"
            )
            #expect(try complaint(.share(0.7)) == nil)
        }
    }

    @Test("tolerance forgives neither damage nor a file without a right record")
    func unforgiven() throws {
        let damage = try Self.complaint("userId,movieId\n1,2\n1,\"3\n")
        #expect(damage == "ratings.csv:3: the quoted field that begins here never ends")
        let nothing = try Self.complaint("userId,movieId\n1,\n,2\n")
        #expect(nothing == "ratings.csv: holds no record that is right")
    }

    /// What is said of ratings although everything is tolerated.
    private static func complaint(_ text: String) throws -> String? {
        try TemporaryFolder.with { folder in
            var files = InputFiles(ratings: try folder.write(text, to: "ratings.csv"))
            files.tolerance = .share(1)
            return folder.complaint { _ = try DatasetReader.read(files) }
        }
    }

    @Test("a refused movie is not in the catalogue, so its ratings are refused too")
    func catalogue() throws {
        try TemporaryFolder.with { folder in
            var files = InputFiles(
                ratings: try folder.write(
                    "userId,movieId\n1,10\n1,12\n2,11\n",
                    to: "ratings.csv"
                ),
                movies: try folder.write(
                    "movieId,title\n10,Heat\n11,Alien\n12\n10,Heat again\n",
                    to: "movies.csv"
                )
            )
            files.tolerance = .records(2)
            var lines: [String] = []
            let outcome = try DatasetReader.read(files) { record in
                let file = record.position.path.split(separator: "/").last ?? ""
                lines.append("\(file):\(record.position.line)")
            }
            #expect(lines == ["movies.csv:4", "movies.csv:5", "ratings.csv:3"])
            #expect(outcome.dataset.ratingLines == ["1 10", "2 11"])
            #expect(outcome.dataset.catalogue.vocabulary.ids == ["10", "11"])
        }
    }

    private static func read(
        tolerating tolerance: Tolerance
    ) throws -> (DatasetReader.Outcome, [RefusedRecord]) {
        try TemporaryFolder.with { folder in
            var files = InputFiles(ratings: try folder.write(ratings, to: "ratings.csv"))
            files.tolerance = tolerance
            var refused: [RefusedRecord] = []
            return (try DatasetReader.read(files) { refused.append($0) }, refused)
        }
    }
}
