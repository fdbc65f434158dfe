import Fixtures
import Testing

@testable import Ratings

@Suite("spot checks in a file")
struct SpotCheckTests {
    @Test("rows become checks, in their order; the note may be absent")
    func read() throws {
        let folder = try HeldFolder()
        try folder.write(
            """
            movie,expectation,neighbour,note
            "Godfather, The",expected,7,"the ""second"" part"
            7,forbidden,Dumbo,

            """,
            to: "checks.csv"
        )
        #expect(
            try SpotCheck.read("\(folder.path)/checks.csv") == [
                SpotCheck(
                    movie: "Godfather, The",
                    neighbour: "7",
                    expectation: .expected,
                    note: "the \"second\" part"
                ),
                SpotCheck(movie: "7", neighbour: "Dumbo", expectation: .forbidden),
            ]
        )
        try folder.write("expectation,neighbour,movie\n", to: "checks.csv")
        #expect(try SpotCheck.read("\(folder.path)/checks.csv").isEmpty)
    }

    @Test(
        "a file that is not such a file ends with its line",
        arguments: [
            (
                "movie,expectation,neighbour\n1,wanted,2\n",
                "checks.csv:2: expectation \"wanted\" is not expected or forbidden"
            ),
            ("movie,expectation,neighbour\n1,expected,\n", "checks.csv:2: neighbour is empty"),
            (
                "movie,expectation,neighbour\n1,expected,2\n1,expected\n",
                "checks.csv:3: 2 fields where 3 are expected"
            ),
            (
                "movie,neighbour\n1,2\n",
                "checks.csv:1: no column for the expectation among \"movie\", \"neighbour\";"
                    + " call it expectation"
            ),
        ]
    )
    func malformed(text: String, message: String) throws {
        try TemporaryFolder.with { folder in
            let path = try folder.write(text, to: "checks.csv")
            let complaint = folder.complaint { _ = try SpotCheck.read(path) }
            #expect(complaint?.hasPrefix(message) == true, "\(complaint ?? "nothing")")
        }
    }
}
