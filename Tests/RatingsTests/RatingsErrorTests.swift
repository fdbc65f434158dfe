import Fixtures
import Foundation
import Ratings
import Testing

/// A file with a fault, and all that is said about it.
struct Fault: CustomTestStringConvertible {
    let name: String
    let file: FileText
    let message: String?

    var testDescription: String { name }

    init(_ name: String, _ file: FileText, _ message: String?) {
        self.name = name
        self.file = file
        self.message = message
    }
}

@Suite("Faults in the input, told with file, line and value")
struct RatingsErrorTests {
    private static let header = "userId,movieId,rating,timestamp\n"
    private static let good = header + "1,10,4,100\n"

    /// Ratings whose record on line 3 has a fault.
    private static func thirdLine(_ line: String, _ message: String) -> Fault {
        Fault(line, FileText(good + line + "\n2,20,3,200\n"), "ratings.csv:3: " + message)
    }

    private static let seconds = "is not a whole number of seconds since 1970"

    static let ratingFaults = [
        Fault("an empty file", "", "ratings.csv: holds no records"),
        Fault("a byte order mark alone", "\u{FEFF}", "ratings.csv: holds no records"),
        Fault("a header alone", FileText(header), "ratings.csv: holds no records"),
        Fault(
            "no column of movies",
            "userId,rating\n1,4\n",
            "ratings.csv:1: no column for the movie id among \"userId\", \"rating\""
                + "; name it with --movie-column"
        ),
        Fault(
            "no column of users",
            "person,movieId\n1,4\n",
            "ratings.csv:1: no column for the user id among \"person\", \"movieId\""
                + "; name it with --user-column"
        ),
        Fault(
            "a header that is not UTF-8",
            FileText(bytes: [0xE9] + Array(",movieId\n1,4\n".utf8)),
            "ratings.csv:1: text \"\u{FFFD}\" is not valid UTF-8"
        ),
        Fault(
            "a column twice",
            "userId,movieId,user_id\n1,4,1\n",
            "ratings.csv:1: the column \"userId\" stands there twice"
        ),
        thirdLine("1,20,3", "3 fields where 4 are expected"),
        thirdLine("1,20,3,4,5", "5 fields where 4 are expected"),
        thirdLine("1", "1 fields where 4 are expected"),
        thirdLine("1,20,four,4", "rating \"four\" is not a number"),
        thirdLine("1,20,\"4,5\",4", "rating \"4,5\" is not a number"),
        thirdLine("1,20,nan,4", "rating \"nan\" is not a number"),
        thirdLine("1,20,-inf,4", "rating \"-inf\" is not a number"),
        thirdLine("1,20,,4", "rating \"\" is not a number"),
        // Finite as a double, infinite as a float.
        thirdLine("1,20,1e39,4", "rating \"1e39\" is not a number"),
        thirdLine(
            "1,20,3,999999999999999999999999999999",
            "timestamp \"999999999999999999999999999999\" \(seconds)"
        ),
        thirdLine(
            "1,20,3,100000000001",
            "timestamp \"100000000001\" is not within 100,000,000,000 seconds of 1970;"
                + " are these milliseconds?"
        ),
        thirdLine("1,20,3,12.5", "timestamp \"12.5\" \(seconds)"),
        thirdLine("1,20,3,", "timestamp \"\" \(seconds)"),
        thirdLine("1,20,3,2024-01-01", "timestamp \"2024-01-01\" \(seconds)"),
        thirdLine(",20,3,4", "user id is empty"),
        thirdLine("1,\"\",3,4", "movie id is empty"),
        thirdLine("1,20,3,\0", "a NUL byte"),
        thirdLine(
            "1,20,\"3\"x,4",
            "a quote inside an unquoted field, or text after a closing quote"
                + " (write a quote inside a quoted field twice)"
        ),
        Fault(
            "a user that is not UTF-8",
            FileText(bytes: Array(good.utf8) + [0x61, 0xFF] + Array(",20,3,4\n".utf8)),
            "ratings.csv:3: user id \"a\u{FFFD}\" is not valid UTF-8"
        ),
        Fault(
            "a movie that is not UTF-8",
            FileText(bytes: Array("\(good)1,".utf8) + [0xC3] + Array(",3,4\n".utf8)),
            "ratings.csv:3: movie id \"\u{FFFD}\" is not valid UTF-8"
        ),
        Fault(
            "lines that end in CR",
            FileText(good.replacing("\n", with: "\r")),
            "ratings.csv:1: a carriage return without a line feed; lines must end in LF or CRLF"
        ),
        Fault(
            "a fault after quoted newlines",
            FileText(header + "\"1\n\n\",10,4,100\n\n2,20,x,1\n"),
            // The first record takes lines 2 to 4, line 5 is blank.
            "ratings.csv:6: rating \"x\" is not a number"
        ),
        Fault(
            "a fault after CRLF",
            FileText(header + "1,10,4,100\r\n\r\n2,20,x,1\r\n"),
            "ratings.csv:4: rating \"x\" is not a number"
        ),
        Fault(
            "a long value",
            FileText(good + "1,20,\(String(repeating: "9", count: 50))x,4\n"),
            "ratings.csv:3: rating \"\(String(repeating: "9", count: 40))…\" is not a number"
        ),
        Fault(
            "a field over 1 MiB",
            FileText(good + "1,\"\(String(repeating: "x", count: 2 << 20))\",3,4\n"),
            "ratings.csv:3: a field longer than 1 MiB begins here; is a closing quote missing?"
        ),
        Fault(
            "a quote that never closes",
            FileText(
                header + (0..<100_000).map { "\($0),\($0 % 99),4,1\n" }.joined() + "7,\"10,4,1\n"
            ),
            // The header, then 100,000 good rows.
            "ratings.csv:100002: the quoted field that begins here never ends"
        ),
        Fault(
            "one movie only",
            FileText(good + "2,10,3,1\n"),
            "ratings.csv: 1 movie in all; lists of other movies need at least two"
        ),
        Fault(
            "a time that is no number, in an ML-1M file",
            "1::10::4::100\n1::20::4::soon\n",
            "ratings.csv:2: timestamp \"soon\" \(seconds)"
        ),
        Fault(
            "a missing field in an ML-100K file",
            "1\t10\t4\t100\n1\t20\t4\n",
            "ratings.csv:2: 3 fields where 4 are expected"
        ),
    ]

    @Test("a fault in the ratings", arguments: ratingFaults)
    func faultyRatings(fault: Fault) throws {
        #expect(try Input(ratings: fault.file).complaint() == fault.message)
    }

    static let catalogueFaults = [
        Fault("an empty file", "", "movies.csv: holds no records"),
        Fault("a header alone", "movieId,title\n", "movies.csv: holds no records"),
        Fault(
            "no column of movies",
            "film,title\n1,A\n",
            "movies.csv:1: no column for the movie id among \"film\", \"title\""
                + "; call it movie_id, or as --movie-column says"
        ),
        Fault("a column that is just called id", "Id,title\n10,A\n20,B\n", nil),
        Fault(
            "two of them",
            "id,ID,title\n1,1,A\n",
            "movies.csv:1: no column for the movie id among \"id\", \"ID\", \"title\""
                + "; call it movie_id, or as --movie-column says"
        ),
        Fault(
            "the same id again",
            "movieId,title\n10,A\n20,\"B\nb\"\n30,C\n\n20,D\n",
            // The first 20 begins on line 3 and ends on 4; 30 is on line 5, line 6 is blank.
            "movies.csv:7: movie \"20\" stands on line 3 already"
        ),
        Fault(
            "the same id again, as text",
            "movieId,title\ntt1,A\ntt1,B\n",
            "movies.csv:3: movie \"tt1\" stands on line 2 already"
        ),
        Fault("an empty id", "movieId,title\n10,A\n,B\n", "movies.csv:3: movie id is empty"),
        Fault(
            "a missing field",
            "movieId,title,genres\n10,A,Drama\n20,B\n",
            "movies.csv:3: 2 fields where 3 are expected"
        ),
        Fault(
            "a title that is not UTF-8",
            FileText(
                bytes: Array("movieId,title\n10,Caf".utf8) + [0xE9] + Array("\n20,B\n".utf8)
            ),
            "movies.csv:2: text \"Caf\u{FFFD}\" is not valid UTF-8"
        ),
        Fault(
            "a rating of a movie that is missing",
            "movieId,title\n20,B\n30,C\n",
            "ratings.csv:2: movie \"10\" is not in the catalogue movies.csv"
        ),
        Fault(
            "one movie only",
            "movieId,title\n10,A\n",
            "movies.csv: 1 movie in all; lists of other movies need at least two"
        ),
        Fault("nothing wrong", "movieId,title\n10,A\n20,B\n", nil),
    ]

    @Test("a fault in the catalogue", arguments: catalogueFaults)
    func faultyCatalogue(fault: Fault) throws {
        let input = Input(ratings: FileText(Self.good), movies: fault.file)
        #expect(try input.complaint() == fault.message)
    }

    static let userFaults = [
        Fault(
            "no column of users",
            "age,gender\n1,M\n",
            "users.csv:1: no column for the user id among \"age\", \"gender\""
                + "; call it user_id, or as --user-column says"
        ),
        Fault("an empty id", "user_id,age\n1,5\n,6\n", "users.csv:3: user id is empty"),
        Fault(
            "the same user again, rated or not",
            "user_id,age\n1,5\n9,6\n9,7\n",
            "users.csv:4: user \"9\" stands on line 3 already"
        ),
        Fault(
            "a column twice",
            "user_id,age,Age\n1,5,5\n",
            "users.csv:1: the column \"age\" stands there twice"
        ),
        Fault(
            "a missing field",
            "user_id,age\n1,5\n2\n",
            "users.csv:3: 1 fields where 2 are expected"
        ),
        Fault("nothing wrong", "user_id,age\n1,5\n", nil),
    ]

    @Test("a fault in the users", arguments: userFaults)
    func faultyUsers(fault: Fault) throws {
        let input = Input(
            ratings: FileText(Self.good + "1,20,3,4\n"),
            users: fault.file,
            format: .csv
        )
        #expect(try input.complaint() == fault.message)
    }

    @Test("a column that a flag names must be there, wanted or not")
    func namedColumns() throws {
        let among = "among \"userId\", \"movieId\", \"rating\", \"timestamp\""
        let flags: [(ColumnNames, String)] = [
            (ColumnNames(user: "who"), "who"),
            (ColumnNames(movie: "what"), "what"),
            (ColumnNames(rating: "stars"), "stars"),
            (ColumnNames(timestamp: "when"), "when"),
            // A named column is named exactly.
            (ColumnNames(user: "userid"), "userid"),
        ]
        for (columns, name) in flags {
            let input = Input(ratings: FileText(Self.good), columns: columns)
            #expect(try input.complaint() == "ratings.csv:1: no column \"\(name)\" \(among)")
        }
    }

    @Test("one column is never read as two")
    func sharedColumn() throws {
        let input = Input(ratings: "item,rating\n1,2\n", columns: ColumnNames(user: "item"))
        #expect(
            try input.complaint()
                == "ratings.csv:1: the column \"item\" cannot be both user id and movie id"
        )
    }

    @Test("a missing file and a folder are told with the path")
    func unreadableFiles() throws {
        try TemporaryFolder.with { folder in
            let good = try folder.write(Self.good + "1,20,3,4\n", to: "ratings.csv")
            let missing = folder.file("none.csv")
            let missingText = "none.csv: cannot be read: No such file or directory"
            try FileManager.default.createDirectory(
                atPath: folder.file("sub"),
                withIntermediateDirectories: false
            )
            let inputs: [(InputFiles, String)] = [
                (InputFiles(ratings: missing), missingText),
                (InputFiles(ratings: missing, format: .ml1m), missingText),
                (InputFiles(ratings: good, movies: missing), missingText),
                (InputFiles(ratings: good, users: missing), missingText),
                (
                    InputFiles(ratings: folder.file("sub")),
                    "sub: cannot be read: it is a folder, not a file"
                ),
            ]
            for (files, message) in inputs {
                #expect(folder.complaint { _ = try DatasetReader.read(files) } == message)
            }
        }
    }
}
