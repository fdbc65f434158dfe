import Ratings
import Testing

@testable import NightlyJob

@Suite("looking things up")
struct LookupTests {
    private let lookup = Lookup(
        .random(
            for: Dataset(
                [[0, 1], [1, 2], [2, 0, 3]],
                movies: [
                    MovieDescription(title: "Star Wars (1977)", genres: ["Sci-Fi", "War"]),
                    MovieDescription(title: "Star Trek (1979)", genres: ["Sci-Fi"]),
                    MovieDescription(title: "Heat (1995)"),
                    MovieDescription(title: "Godfather, The (1972)"),
                ]
            )
        ),
        top: 2,
        includesSeen: false
    )

    @Test("a user's list is a table under his name")
    func user() throws {
        let lines = try lookup.recommendations(forUser: "U1").split(separator: "\n")
        #expect(lines[0] == "user U1, 2 ratings")
        #expect(
            lines[1].split(separator: " ").map(String.init)
                == ["rank", "movie_id", "title", "genres", "score", "source"]
        )
        #expect(lines.count == 4)
        #expect(lines[2].hasPrefix("1") && lines[3].hasPrefix("2"))
        #expect(lines.dropFirst(2).allSatisfy { $0.hasSuffix("model") })
    }

    @Test(
        "a movie is found by id, by title, by a part of it, and whatever its article",
        arguments: ["4", "Godfather, The (1972)", "the godfather", "godf", "GODFATHER"]
    )
    func movie(name: String) throws {
        let lines = try lookup.neighbours(ofMovie: name).split(separator: "\n")
        #expect(lines[0] == "Godfather, The (1972) [4], 1 ratings")
        #expect(lines[1].hasSuffix("co_raters"))
        #expect(lines.count == 4)
    }

    @Test("an unknown user is an error with the nearest ids")
    func unknownUser() throws {
        let error = try #require(throws: LookupError.self) {
            _ = try lookup.recommendations(forUser: "u2")
        }
        // u2 is U2 but for the case; U1 and U3 differ in one of two letters.
        #expect(error == .unknownUser(id: "u2", nearest: ["U2", "U1", "U3"]))
        #expect(error.description == "no user \"u2\" in the ratings; nearest: U2; U1; U3")
    }

    @Test("an unknown title is an error with the nearest titles")
    func unknownMovie() throws {
        let error = try #require(throws: LookupError.self) {
            _ = try lookup.neighbours(ofMovie: "Godfahter")
        }
        #expect(
            error == .unknownMovie(name: "Godfahter", nearest: ["Godfather, The (1972) [4]"])
        )
        let nothing = try #require(throws: LookupError.self) {
            _ = try lookup.neighbours(ofMovie: "Completely different")
        }
        #expect(nothing.description == "no movie \"Completely different\" by id or title")
    }

    @Test("a name of several movies is an error that lists them, the most rated first")
    func ambiguous() throws {
        let error = try #require(throws: LookupError.self) {
            _ = try lookup.neighbours(ofMovie: "star")
        }
        #expect(
            error.description
                == "2 movies match \"star\": Star Wars (1977) [1]; Star Trek (1979) [2];"
                + " name one by its id"
        )
    }
}
