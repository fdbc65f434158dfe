import Foundation
import Testing

@Suite("twotower tune")
struct TuneTests {
    @Test("it writes a job file and a recipe that run follows, and tells its trials")
    func jobFile() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        let output = try program.succeed(
            "tune",
            "--ratings",
            "data/ratings.csv",
            "--movies",
            "data/movies.csv",
            "--tolerate",
            "0.5%",
            "--budget",
            "1s",
            "--into",
            "tuned"
        )
        #expect(try program.text("tuned/job.yaml").contains("tolerate: 0.5%\n"))
        #expect(output.contains("user-movie trial") && output.contains("item-to-item trial"))
        #expect(program.names(in: "tuned") == ["job.yaml", "recipe.json"])
        try program.succeed("run", "--config", "tuned/job.yaml", "--no-evaluation")
        let report = try program.json("output/current/report.json")
        let settings = try #require(report["settings"] as? [String: Any])
        let recipe = try #require(settings["recipe"] as? [String: Any])
        #expect(recipe["name"] as? String == "tuned")
        #expect(try program.text("tuned/job.yaml").contains("recipe: /"))
        let ratings = try #require(settings["ratings"] as? String)
        #expect(ratings.hasPrefix("/") && ratings.hasSuffix("/data/ratings.csv"))
    }

    @Test("a signal ends the search with what it has found", arguments: [SIGINT, SIGTERM])
    func stopped(signal: Int32) throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        let outcome = try program.run(
            ["tune", "--ratings", "data/ratings.csv", "--budget", "1h", "--into", "tuned"],
            interruptedBy: signal,
            once: { program.names(in: ".").contains("tuned.partial") }
        )
        #expect(outcome.code == 0, "\(outcome.errors)")
        #expect(outcome.output.contains("item-to-item: no trial, stopped before"))
        #expect(outcome.errors == "twotower: ends after this trial, or at once if told again\n")
        #expect(program.names(in: "tuned") == ["job.yaml", "recipe.json"])
    }

    @Test("a budget without a unit and a folder that exists are refused")
    func refused() throws {
        let program = try Twotower(users: 20, movies: 16, ratings: 120)
        let words = ["tune", "--ratings", "data/ratings.csv", "--into", "data"]
        let unit = try program.run(words + ["--budget", "10"])
        #expect(unit.code == 64 && unit.errors.contains("is no time such as 90s, 10m or 2h"))
        let taken = try program.run(words + ["--budget", "1s"])
        #expect(taken.code == 74 && taken.errors.contains("data"))
    }
}
