import Fixtures
import Ratings
import Testing

@testable import Publishing

@Suite("the contract of a file of lists")
struct ListContractTests {
    private static let header = "user_id,rank,movie_id,score,source\n"
    private static let first = "7,1,2,0.500000,model\n7,2,3,0.400000,model\n"
    private static let last = "7,2,3,0.400000,model\n" + second
    private static let second = "8,1,1,0.900000,model\n8,2,3,0.900000,popularity\n"

    @Test("lists that keep it are counted")
    func kept() throws {
        let (breaches, counts) = try Self.check(Self.header + Self.first + Self.second)
        #expect(breaches == [])
        #expect(counts.rows == 4 && counts.shortLists == 0)
        #expect(counts.sources == ["model": 3, "popularity": 1])
    }

    @Test(
        "each breach is told with its line",
        arguments: [
            ("7,1,2,0.5,model\n7,3,3,0.4,model\n" + second, ["3: rank 3 where 2 is expected"]),
            (
                "7,1,2,0.5,model\n7,2,3,0.6,model\n" + second,
                ["3: score 0.6 is above the 0.5 before"]
            ),
            (
                "7,1,2,0.5,model\n7,2,2,0.4,model\n" + second,
                ["3: the movie stands on line 2 already"]
            ),
            ("7,1,1,0.5,model\n7,2,3,0.4,model\n" + second, ["2: seen"]),
            (first, [" at its end: \"8\" has 0 rows where 2 are expected"]),
            (second, ["2: \"7\" has 0 rows where 2 are expected"]),
            (
                second + first,
                [
                    "2: \"7\" has 0 rows where 2 are expected",
                    "4: \"7\" stands behind \"8\"; ids must ascend",
                ]
            ),
            ("7,1,2,0.5,model\n" + second, ["2: \"7\" has 1 rows where 2 are expected"]),
            (first + "9,1,2,0.5,model\n" + second, ["4: nobody named \"9\" should have a list"]),
            // What cannot be read is a row all the same.
            (
                first + "8,1,1,nan,model\n8,2,3,0.9,model\n",
                ["4: score \"nan\" is not a finite number"]
            ),
            ("7,1,2,0.5,magic\n" + last, ["2: source \"magic\" is unknown"]),
            ("7,one,2,0.5,model\n" + last, ["2: rank \"one\" is not a whole number"]),
            ("7,1,4,0.5,model\n" + last, ["2: movie \"4\" is not in movies.csv"]),
            ("7,1,2,0.5\n" + last, ["2: 4 fields where 5 are expected"]),
        ]
    )
    func broken(text: String, expected: [String]) throws {
        let (breaches, _) = try Self.check(Self.header + text)
        #expect(breaches == expected.map { "user_recommendations.csv:\($0)" })
    }

    @Test(
        "one broken row of a list is one breach, wherever it stands",
        arguments: [
            ("%,%,%,0.5", "4 fields where 5 are expected"),
            ("%,%,%,0.5,model,", "6 fields where 5 are expected"),
            ("\u{FFFD},%,%,0.5,model", "is not valid UTF-8"),
            ("%,77,%,0.5,model", "rank 77 where "),
            ("%,9223372036854775807,%,0.5,model", "rank 9223372036854775807 where "),
            ("%,first,%,0.5,model", "rank \"first\" is not a whole number"),
            ("%,%,99,0.5,model", "movie \"99\" is not in movies.csv"),
            ("%,%,%,high,model", "score \"high\" is not a finite number"),
            ("%,%,%,0.5,magic", "source \"magic\" is unknown"),
        ],
        [0, 1, 2]
    )
    func oneRow(broken: (row: String, breach: String), place: Int) throws {
        var rows = (1...3).map { ["7", "\($0)", "\($0 + 1)", "0.5", "model"] }
        var fields = broken.row.split(separator: ",", omittingEmptySubsequences: false)
            .map(String.init)
        for column in 0..<3 where fields[column] == "%" { fields[column] = rows[place][column] }
        rows[place] = fields
        let text = Self.header + rows.map { $0.joined(separator: ",") + "\n" }.joined()
        let (breaches, counts) = try Self.check(
            // A byte that no text in UTF-8 has.
            Self.replacing(Array("\u{FFFD}".utf8), with: [0xFF], in: Array(text.utf8)),
            users: ["7"],
            top: 3,
            movieCount: 4
        )
        #expect(breaches.count == 1, "\(breaches)")
        #expect(breaches.first?.contains("csv:\(place + 2): \(broken.breach)") == true)
        #expect(counts.rows == 3 && counts.shortLists == 0)
    }

    private static func replacing(_ old: [UInt8], with new: [UInt8], in bytes: [UInt8]) -> [UInt8] {
        guard let place = bytes.indices.first(where: { bytes[$0...].starts(with: old) }) else {
            return bytes
        }
        return bytes[..<place] + new + bytes[(place + old.count)...]
    }

    @Test("another header ends the reading")
    func header() throws {
        for text in ["user,rank,movie_id,score,source\n" + Self.first, Self.first, ""] {
            #expect(throws: Breach.self) { _ = try Self.check(text) }
        }
    }

    /// Users 7, who has seen movie 1, and 8, who has seen movie 2, with two of three movies each.
    private static func check(_ text: String) throws -> ([String], ListContract<User>.Counts) {
        try check(Array(text.utf8), users: ["7", "8"], top: 2, movieCount: 3)
    }

    /// Each user has seen one of the movies 1, 2, ….
    private static func check(
        _ bytes: [UInt8],
        users: [String],
        top: Int,
        movieCount: Int
    ) throws -> ([String], ListContract<User>.Counts) {
        try TemporaryFolder.with { folder in
            let file = ListFiles.userRecommendations
            _ = try folder.write(bytes, to: file)
            var contract = ListContract<User>(
                of: file,
                queries: Vocabulary(users),
                ListContract.Expectations(
                    top: top,
                    movieCount: movieCount,
                    excluded: { ([Row($0.index)], "seen") }
                )
            )
            var breaches: [String] = []
            try ListReader(file, of: folder.path).forEachList(
                of: Vocabulary((1...movieCount).map(String.init)),
                report: { breaches.append("\($0)") },
                { list in _ = contract.check(list) { breaches.append("\($0)") } }
            )
            contract.finish { breaches.append("\($0)") }
            return (breaches, contract.counts)
        }
    }
}
