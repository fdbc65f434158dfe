import Foundation
import Testing

@Suite("twotower validate")
struct ValidateTests {
    @Test("all faults with their lines on stdout, the verdict on stderr, 65; within the limit 0")
    func faults() throws {
        let program = try Twotower(users: 20, movies: 15, ratings: 120)
        let good = try program.succeed(
            "validate",
            "data/ratings.csv",
            "--movies",
            "data/movies.csv"
        )
        #expect(good.contains("20 users; 15 movies"))
        #expect(good.hasSuffix("data/ratings.csv: 120 records, 0 refused\n"))

        try program.write(
            try program.text("data/ratings.csv") + "1,99,4,1\n1,1,x,1\n",
            to: "bad.csv"
        )
        let arguments = ["validate", "bad.csv", "--movies", "data/movies.csv"]
        let bad = try program.run(arguments + ["--rejects", "rejects.csv"])
        #expect(bad.code == 65)
        #expect(
            bad.output.hasPrefix(
                "bad.csv:122: movie \"99\" is not in the catalogue data/movies.csv\n"
                    + "bad.csv:123: rating \"x\" is not a number\n"
            )
        )
        #expect(bad.errors == "twotower: bad.csv: 2 of 122 records refused where 0 are tolerated\n")
        #expect(try program.text("rejects.csv").contains(",\"1,99,4,1\"\n"))

        #expect(try program.run(arguments + ["--tolerate", "2"]).code == 0)
        #expect(try program.run(arguments + ["--tolerate", "1%"]).code == 65)
        #expect(try program.run(arguments + ["--tolerate", "5%"]).code == 0)
        #expect(try program.run(arguments + ["--tolerate", "-1"]).code == 64)
        #expect(try program.run(arguments + ["--tolerate", "many"]).code == 64)
        let before = try program.text("rejects.csv")
        #expect(try program.run(arguments + ["--rejects", "rejects.csv"]).code == 65)
        #expect(try program.text("rejects.csv") == before)
        #expect(try program.run(["validate", "nothing.csv"]).code == 65)
        #expect(try program.run(["validate"]).code == 64)
        #expect(try program.run(["validate", "bad.csv", "--ratings", "bad.csv"]).code == 64)
    }

    @Test("two flags for one column, and a flag with an empty value, end with 64 and their names")
    func flags() throws {
        let program = try Twotower()
        let columns = ["validate", "r.csv", "--user-column", "a", "--movie-column", "a"]
        let twice = try program.run(columns)
        #expect(twice.code == 64)
        #expect(twice.errors.contains("--user-column and --movie-column name the same column"))
        for arguments in [["run", "--output", ""], ["run", "--output="]] {
            let empty = try program.run(arguments)
            #expect(empty.code == 64 && empty.errors.contains("--output is empty"))
        }
        #expect(try program.run(["validate", ""]).code == 64)
    }

    @Test("rejects are written anew, never over the input; where nothing is wrong there are none")
    func rejects() throws {
        let program = try Twotower(users: 20, movies: 15, ratings: 120)
        let good = try program.text("data/ratings.csv")
        let names = ["data", "ratings.csv", "rejects.csv"]
        let job = ["validate", "ratings.csv", "--rejects", "rejects.csv"]
        try program.write(good + "1,1,x,1\n", to: "ratings.csv")
        #expect(try program.run(job).code == 65)
        #expect(program.names(in: "") == names)
        // Refused before the damage counts too.
        try program.write(good + "1,1,y,1\n1,\"1,1,1\n", to: "ratings.csv")
        #expect(try program.run(job).code == 65)
        #expect(try program.text("rejects.csv").contains(",\"1,1,y,1\"\n"))
        try program.write(good, to: "ratings.csv")
        #expect(try program.run(job).code == 0)
        #expect(program.names(in: "") == ["data", "ratings.csv"])
        #expect(try program.fail(64, "validate", "ratings.csv", "--rejects", "./ratings.csv") != "")
        #expect(try program.run(["validate", "ratings.csv", "--rejects", "data"]).code == 74)
        #expect(try program.text("ratings.csv") == good)
    }

    @Test("a run passes over the records it may, says so in one line, and counts them")
    func tolerantRun() throws {
        let program = try Twotower(users: 20, movies: 15, ratings: 120)
        try program.write(
            try program.text("data/ratings.csv") + "1,1,x,1\n99,1,x,1\n",
            to: "bad.csv"
        )
        let outcome = try program.run([
            "run", "--ratings", "bad.csv", "--movies", "data/movies.csv", "--no-evaluation",
            "--tolerate", "2",
        ])
        #expect(outcome.code == 0)
        #expect(
            outcome.errors.hasSuffix(
                " 2 records refused; the first: bad.csv:122: rating \"x\" is not a number\n"
            )
        )
        #expect(outcome.errors.split(separator: "\n").count == 1)
        let data = try #require(
            try program.json("output/current/report.json")["data"] as? [String: Any]
        )
        #expect(data["refused_records"] as? Int == 2 && data["users"] as? Int == 20)
        let errors = try program.fail(
            65,
            "run",
            "--ratings",
            "bad.csv",
            "--no-evaluation",
            "--tolerate",
            "1"
        )
        #expect(errors.contains("2 of 122 records refused where 1 are tolerated"))
    }
}
