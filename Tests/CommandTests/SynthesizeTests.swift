import Testing

@Suite("twotower synthesize")
struct SynthesizeTests {
    @Test("it writes ratings and movies of the size asked for, in the columns of MovieLens")
    func size() throws {
        let program = try Twotower(users: 30, movies: 20, ratings: 200)
        #expect(program.names(in: "data") == ["movies.csv", "ratings.csv"])
        let ratings = try program.rows("data/ratings.csv")
        #expect(ratings.count == 200)
        #expect(Set(ratings.map { $0[0] }) == Set((1...30).map(String.init)))
        #expect(try program.rows("data/movies.csv").count == 20)
        #expect(try program.text("data/ratings.csv").hasPrefix("userId,movieId,rating,timestamp\n"))
    }

    @Test("the folder may have any name that a folder can have", arguments: ["d", "a/b/c", "x y"])
    func names(path: String) throws {
        let program = try Twotower()
        try program.succeed(
            "synthesize",
            "--users",
            "3",
            "--movies",
            "4",
            "--ratings",
            "5",
            "--into",
            path
        )
        #expect(program.names(in: path) == ["movies.csv", "ratings.csv"])
    }

    @Test("a folder that holds something ends with 74 and stays")
    func existing() throws {
        let program = try Twotower(users: 3, movies: 4, ratings: 5)
        let before = try program.everything(in: "data")
        let errors = try program.fail(74, "synthesize", "--into", "data")
        #expect(errors == "twotower: data: is there already; name another folder or move it away\n")
        #expect(try program.everything(in: "data") == before)
        #expect(program.names(in: "") == ["data"])
    }
}
