import CSV
import Fixtures
import Ratings
import Testing

@testable import NightlyJob

@Suite("checking input files")
struct InputCheckTests {
    private static let ratings = """
        userId,movieId,rating,timestamp
        1,10,4,100
        1,12,4,100
        2,10,"4,5",100
        3,11,5

        "a
        b",10,5,soon
        2,11,3,200
        2,11,1,300

        """

    @Test("every fault is told with its line, then a summary, and the verdict is an error")
    func everything() throws {
        let (lines, error) = try Self.check(Self.ratings)
        #expect(
            lines == [
                #"ratings.csv:3: movie "12" is not in the catalogue movies.csv"#,
                #"ratings.csv:4: rating "4,5" is not a number"#,
                #"ratings.csv:5: 3 fields where 4 are expected"#,
                #"ratings.csv:7: timestamp "soon" is not a whole number of seconds since 1970"#,
                "2 users; 2 movies, 0 of them without a rating; 2 ratings, 1 more replaced by later"
                    + " ones; from 1.0 to 4.0 stars; given from 1970-01-01T00:01:40Z to"
                    + " 1970-01-01T00:05:00Z",
                "movies.csv: 2 records, 0 refused",
                "ratings.csv: 7 records, 4 refused: 1 with a movie that is not in the catalogue,"
                    + " 1 with a rating that is not a number, 1 with a timestamp that is not a whole"
                    + " number of seconds since 1970, 1 with another number of fields",
            ]
        )
        #expect(error == "ratings.csv: 4 of 7 records refused where 0 are tolerated")
    }

    @Test(
        "within the limit, a number or a share, all is well",
        arguments: [
            (Tolerance.records(3), false), (.records(4), true), (.share(0.5), false),
            (.share(0.6), true),
        ]
    )
    func tolerance(tolerance: Tolerance, isWell: Bool) throws {
        let (lines, error) = try Self.check(Self.ratings, tolerating: tolerance)
        #expect((error == nil) == isWell)
        #expect(lines.count == 7)
    }

    @Test("the rejects are the records as they stand, with file, line and reason")
    func rejects() throws {
        let folder = try HeldFolder()
        _ = try Self.check(Self.ratings.replacing("\n", with: "\r\n"), in: folder)
        let text = try folder.text("rejects.csv").replacing(folder.path + "/", with: "")
        #expect(
            text == """
                file,line,reason,record
                ratings.csv,3,"ratings.csv:3: movie ""12"" is not in the catalogue movies.csv","1,12,4,100"
                ratings.csv,4,"ratings.csv:4: rating ""4,5"" is not a number","2,10,""4,5"",100"
                ratings.csv,5,ratings.csv:5: 3 fields where 4 are expected,"3,11,5"
                ratings.csv,7,"ratings.csv:7: timestamp ""soon"" is not a whole number of seconds since 1970",\
                \"""a\r\nb"",10,5,soon"

                """
        )
    }

    @Test("damage ends the reading: what is wrong before it and what follows it are told")
    func damage() throws {
        let (lines, error) = try Self.check(
            "userId,movieId\n1,10\n,11\n2,\"11\n3,10\n",
            rejects: false
        )
        #expect(
            lines == [
                "ratings.csv:3: user id is empty",
                "ratings.csv:4: the quoted field that begins here never ends",
                "ratings.csv: lines 4 to 5 were not checked",
                "movies.csv: 2 records, 0 refused",
                "ratings.csv: 2 records, 1 refused: 1 with an empty user id",
            ]
        )
        #expect(
            error
                == "ratings.csv:4: the quoted field that begins here never ends;"
                + " what follows was not checked"
        )
    }

    @Test("a file without the columns of ratings, or without a right record, is unusable")
    func unusable() throws {
        let (columns, _) = try Self.check("a,b\n1,2\n", rejects: false)
        #expect(
            columns.count == 2 && columns[0].hasPrefix("ratings.csv:1: no column for the user id")
        )
        let (nothing, error) = try Self.check("userId,movieId\n,2\n3,\n", rejects: false)
        #expect(
            nothing == [
                "ratings.csv:2: user id is empty", "ratings.csv:3: movie id is empty",
                "ratings.csv: holds no record that is right", "movies.csv: 2 records, 0 refused",
                "ratings.csv: 2 records, 2 refused: 1 with an empty movie id, 1 with an empty user id",
            ]
        )
        #expect(error == "ratings.csv: holds no record that is right")
    }

    @Test("an input that cannot be read leaves the rejects of the last check")
    func unreadable() throws {
        let folder = try HeldFolder()
        try folder.write("yesterday's", to: "rejects.csv")
        let settings = JobSettings(input: InputFiles(ratings: "\(folder.path)/nowhere.csv"))
        #expect(throws: CSVError.self) {
            try InputCheck.run(settings, rejects: "\(folder.path)/rejects.csv") { _ in }
        }
        #expect(
            try String(contentsOfFile: "\(folder.path)/rejects.csv", encoding: .utf8)
                == "yesterday's"
        )
    }

    @Test("a file of pairs is checked too")
    func pairs() throws {
        let folder = try HeldFolder()
        try folder.write("userId,movieId\n1,10\n2,11\n", to: "ratings.csv")
        try folder.write("query_id,candidate_id\n10,11\n10,10\n10,12\n", to: "pairs.csv")
        var settings = JobSettings(input: InputFiles(ratings: "\(folder.path)/ratings.csv"))
        settings.pairs = "\(folder.path)/pairs.csv"
        var lines: [String] = []
        let error = #expect(throws: InputCheckError.self) {
            try InputCheck.run(settings, rejects: nil) { lines.append($0) }
        }
        #expect("\(error, default: "")".hasSuffix("2 of 3 records refused where 0 are tolerated"))
        #expect(lines.count == 5)
    }

    /// What is told of ratings beside a catalogue of the movies 10 and 11.
    private static func check(
        _ ratings: String,
        tolerating tolerance: Tolerance = .none,
        rejects: Bool = true,
        in folder: HeldFolder? = nil
    ) throws -> (lines: [String], error: String?) {
        let folder = try folder ?? HeldFolder()
        try folder.write(ratings, to: "ratings.csv")
        try folder.write("movieId,title\n10,Heat\n11,Alien\n", to: "movies.csv")
        var settings = JobSettings(
            input: InputFiles(
                ratings: "\(folder.path)/ratings.csv",
                movies: "\(folder.path)/movies.csv"
            )
        )
        settings.input.tolerance = tolerance
        var lines: [String] = []
        func plain(_ text: String) -> String { text.replacing(folder.path + "/", with: "") }
        do {
            try InputCheck.run(settings, rejects: rejects ? "\(folder.path)/rejects.csv" : nil) {
                lines.append(plain($0))
            }
            return (lines, nil)
        } catch let error as InputCheckError {
            return (lines, plain("\(error)"))
        }
    }
}
