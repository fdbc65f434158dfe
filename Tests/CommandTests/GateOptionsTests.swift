import Foundation
import Testing

@Suite("gates at the command line")
struct GateOptionsTests {
    private static let job = [
        "run", "--ratings", "data/ratings.csv", "--movies", "data/movies.csv", "--no-evaluation",
        "--top", "6",
    ]

    @Test("a closed gate ends with 76 and one line; yesterday stays, and the run is kept apart")
    func closed() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        #expect(try program.run(Self.job).code == 0)
        let before = try program.everything(in: "output/current/")
        let lines = try program.text("data/ratings.csv").split(separator: "\n")
        let half = lines.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        try program.write(half.joined(separator: "\n") + "\n", to: "data/ratings.csv")
        let outcome = try program.run(Self.job)
        #expect(outcome.code == 76)
        #expect(outcome.errors.hasPrefix("twotower: not published: "))
        #expect(outcome.errors.contains("ratings_lost 0.5 is above 0.2 (200 of 400 ratings)"))
        #expect(outcome.errors.filter { $0 == "\n" }.count == 1)
        #expect(try program.everything(in: "output/current/") == before)
        let kept = program.names(in: "output/rejected")
        #expect(kept.count == 1)
        #expect(outcome.errors.hasSuffix("; the run is in output/rejected/\(kept[0])\n"))
        #expect(
            program.names(in: "output/rejected/\(kept[0])") == program.names(in: "output/current/")
        )
    }

    @Test("force publishes what gates would keep back, and says so")
    func force() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        let outcome = try program.run(Self.job + ["--gate", "input_age_hours=1", "--force"])
        #expect(outcome.code == 0)
        #expect(outcome.errors.contains("warning published by force: input_age_hours "))
        let report = try program.json("output/current/report.json")
        #expect((report["gates"] as? [String: Any])?["forced"] as? Bool == true)
    }

    @Test("a job file holds bounds under one key, and a flag wins over it")
    func jobFile() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        try program.write(
            """
            ratings: data/ratings.csv
            no-evaluation: true
            gates:
              input_age_hours: 1
              surge: off

            """,
            to: "job.yaml"
        )
        #expect(try program.run(["run", "--config", "job.yaml"]).code == 76)
        try program.succeed("run", "--config", "job.yaml", "--gate", "input_age_hours=off")
        let report = try program.json("output/current/report.json")
        let gates = try #require(report["gates"] as? [String: Any])
        let verdicts = try #require(gates["verdicts"] as? [[String: Any]])
        #expect(verdicts.first { $0["gate"] as? String == "surge" }?["bound"] == nil)
        #expect(verdicts.first { $0["gate"] as? String == "users_lost" }?["bound"] != nil)
    }

    @Test(
        "a bound that cannot be meant ends with 64",
        arguments: [
            ("ratings_losst=1", "no gate \"ratings_losst\"; nearest: ratings_lost"),
            ("surge", "\"surge\" is not of the form name=bound"),
            ("surge=much", "the bound of surge must be a number or off"),
            ("surge=-1", "surge is never below 0, so its bound cannot be"),
            ("surge=nan", "the bound of surge must be a number or off"),
        ]
    )
    func refused(text: String, message: String) throws {
        let program = try Twotower()
        let errors = try program.fail(64, "run", "--ratings", "r.csv", "--gate", text)
        #expect(errors.contains(message), "\(errors)")
    }

    @Test("spot checks are scored by name, and close a gate only where a bound is set")
    func spotChecks() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        try program.write(
            "movie,expectation,neighbour\nSynthetic Film 1,expected,1\nHeat,expected,1\n",
            to: "checks.csv"
        )
        let job = Self.job + ["--spot-checks", "checks.csv"]
        let outcome = try program.run(job)
        #expect(outcome.code == 0 && outcome.errors.isEmpty)
        let report = try program.json("output/current/report.json")
        let results = try #require(report["spot_checks"] as? [String: Any])
        let failed = try #require(results["failed"] as? [[String: Any]])
        #expect(failed.map { $0["movie"] as? String } == ["Synthetic Film 1"])
        #expect(results["unknown"] as? [String] == ["Heat"])
        let closed = try program.run(job + ["--gate", "failed_spot_checks=0"])
        #expect(closed.code == 76)
        #expect(closed.errors.contains("failed_spot_checks 2 is above 0"))
        #expect(closed.errors.contains("1 stands nowhere in the list of Synthetic Film 1"))
        try program.write("movie,expectation,neighbour\n1,perhaps,2\n", to: "checks.csv")
        let malformed = try program.run(job)
        #expect(malformed.code == 65 && malformed.errors.contains("checks.csv:2: "))
    }
}
