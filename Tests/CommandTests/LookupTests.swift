import Foundation
import Testing

@Suite("twotower recommend and neighbours")
struct LookupTests {
    @Test("they show the lists that the run has published, and unknown names end with 66")
    func lookups() throws {
        let program = try Twotower(users: 20, movies: 15, ratings: 120)
        try program.succeed(
            "run",
            "--ratings",
            "data/ratings.csv",
            "--movies",
            "data/movies.csv",
            "--no-evaluation"
        )

        let list = try program.succeed("recommend", "--user", "7", "--top", "3")
        let shown = list.split(separator: "\n").dropFirst(2).map { row in
            row.split(separator: " ", maxSplits: 2).prefix(2).map(String.init)
        }
        let published = try program.rows("output/current/user_recommendations.csv")
            .filter { $0[0] == "7" }.prefix(3).map { [$0[1], $0[2]] }
        #expect(list.hasPrefix("user 7, "))
        #expect(shown == Array(published))

        let neighbours = try program.succeed("neighbours", "synthetic film 3", "--top", "4")
        #expect(neighbours.hasPrefix("Synthetic Film 3 (1952) [3], "))
        #expect(neighbours.split(separator: "\n").count == 6)
        #expect(try program.succeed("neighbours", "3", "--top", "4") == neighbours)

        let unknown = try program.fail(66, "recommend", "--user", "77")
        #expect(unknown == "twotower: no user \"77\" in the ratings; nearest: 7; 17\n")
        let title = try program.fail(66, "neighbours", "Synthetic Flim 3")
        #expect(
            title.hasPrefix("twotower: no movie \"Synthetic Flim 3\" by id or title; nearest: ")
        )
        let several = try program.fail(66, "neighbours", "film 1")
        #expect(several.hasPrefix("twotower: 7 movies match \"film 1\": "))
    }

    @Test("a history of somebody unknown gives a list; a wrong one ends with 65, none with 64")
    func history() throws {
        let program = try Twotower(users: 20, movies: 15, ratings: 120)
        try program.succeed(
            "train",
            "--ratings",
            "data/ratings.csv",
            "--movies",
            "data/movies.csv",
            "--model",
            "model"
        )
        try program.write("movie_id,rating\n3,5\n5,4\n", to: "history.csv")
        let list = try program.succeed(
            "recommend",
            "--model",
            "model",
            "--history",
            "history.csv",
            "--top",
            "4"
        )
        #expect(list.hasPrefix("a newcomer, 2 ratings\n"))
        #expect(list.split(separator: "\n").count == 6)
        try program.write("movie_id,rating\n3,5\n99,4\n", to: "history.csv")
        let unknown = try program.fail(
            65,
            "recommend",
            "--model",
            "model",
            "--history",
            "history.csv"
        )
        #expect(unknown.hasPrefix("twotower: history.csv:3: movie id \"99\""))
        let both = try program.fail(64, "recommend", "--user", "7", "--history", "history.csv")
        #expect(both.contains("either --user ID or --history FILE is needed"))
    }

    @Test("what a terminal would obey never reaches it")
    func controlCharacters() throws {
        let program = try Twotower()
        let escape = "\u{1B}[2J\u{9B}31m"
        try program.write(
            "movie_id,title\n1,\"He\(escape)at\"\n2,Alien\(escape)\n3\(escape),Toy\n",
            to: "movies.csv"
        )
        try program.write(
            "user_id,movie_id\na\(escape),1\na\(escape),2\nb,2\nb,3\(escape)\n",
            to: "ratings.csv"
        )
        let files = ["--ratings", "ratings.csv", "--movies", "movies.csv"]
        var texts: [String] = []
        for command in [
            ["run"] + files + ["--no-evaluation"], ["recommend", "--user", "a\(escape)"],
            ["recommend", "--user", "c\(escape)"], ["neighbours", "1"],
            ["neighbours", "4\(escape)"],
            ["diff", "output/current"],
        ] {
            let outcome = try program.run(command)
            texts += [outcome.output, outcome.errors]
        }
        try program.write("user_id,movie_id\nb,9\(escape)\nb,1\n", to: "ratings.csv")
        let checked = try program.run(["validate"] + files)
        texts += [checked.output, checked.errors]
        let text = texts.joined()
        #expect(text.contains("Alien [2J 31m") && text.contains("movie \"9 [2J 31m\" is not in"))
        #expect(text.contains("user a [2J 31m, 2 ratings\n") && text.contains("no user \"c [2J"))
        #expect(
            text.unicodeScalars.allSatisfy {
                $0 == "\n" || $0.properties.generalCategory != .control
            }
        )
    }
}
