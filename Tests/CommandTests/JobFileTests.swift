import Foundation
import Testing

@Suite("job files")
struct JobFileTests {
    private static let ratings = "user_id,movie_id\na,1\na,2\nb,2\nb,3\nc,4\nc,5\n"

    @Test("its values are the flags' values")
    func values() throws {
        let program = try program(
            """
            # What the shop wants.
            ratings: ratings.csv
            output: lists
            top: 3
            seed: 12
            now: -100
            recipe: "tutorial"
            no-evaluation: True
            include-seen: false
            """
        )
        try program.succeed("run", "--config", "job.yaml")
        let settings = try settings(program, "lists/current/report.json")
        #expect(settings["top"] as? Int == 3)
        #expect(settings["seed"] as? Int == 12)
        #expect(settings["now"] as? Int == -100)
        #expect(settings["include_seen"] as? Bool == false)
        #expect((settings["recipe"] as? [String: Any])?["name"] as? String == "tutorial")
        let skipped = try program.json("lists/current/report.json")["evaluation_skipped"]
        #expect(skipped as? String == "not asked for")
        #expect(try program.rows("lists/current/user_recommendations.csv").count == 3 * 3)
    }

    @Test("a flag wins over the file, wherever it stands")
    func overrides() throws {
        let program = try program(
            """
            ratings: nowhere.csv
            top: 3
            seed: 12
            no-evaluation: true
            """
        )
        try program.succeed(
            "run",
            "--top",
            "2",
            "--config",
            "job.yaml",
            "--ratings",
            "ratings.csv"
        )
        let settings = try settings(program, "output/current/report.json")
        #expect(settings["top"] as? Int == 2)
        #expect(settings["seed"] as? Int == 12)
        #expect(settings["ratings"] as? String == "ratings.csv")
    }

    @Test("an unknown key ends with 64, its line and the nearest key")
    func unknownKey() throws {
        let program = try program("ratings: ratings.csv\n\nrecipee: tutorial\n")
        let errors = try program.fail(64, "run", "--config", "job.yaml")
        #expect(errors == "twotower: job.yaml:3: unknown key \"recipee\"; nearest: recipe\n")
        #expect(program.names(in: "") == ["job.yaml", "ratings.csv"])
    }

    @Test(
        "a file that is not keys and values ends with 64 and its line",
        arguments: [
            ("- a\n- b\n", "job.yaml:1: keys and values are expected"),
            ("ratings: ratings.csv\ntop: [1, 2]\n", "job.yaml:2: a single value is expected"),
            ("ratings: ratings.csv\ngates: off\n", "job.yaml:2: keys and values are expected"),
            (
                "gates:\n  ndcg: 0.2\n  surgge: 1\nratings: ratings.csv\n",
                "job.yaml:3: "
            ),
            ("ratings: r.csv\ngates:\n  ndcg: {a: 1}\n", "job.yaml:3: a single value is expected"),
            (
                "ratings: ratings.csv\nno-evaluation: perhaps\n",
                "job.yaml:2: no-evaluation must be true or false"
            ),
            ("ratings: ratings.csv\ntop: \"3\n", "job.yaml:"),
            ("top: 3\nseed: 1\n\n\"top\": 4\n", "job.yaml:4: top stands on line 1 already"),
            (
                "ratings: r.csv\ngates:\n  ndcg: 1\n  surge: 1\n  ndcg: 2\n",
                "job.yaml:5: ndcg stands on line 3 already"
            ),
            ("top: 3\ntop : 4\n", "job.yaml:2: top stands on line 1 already"),
            ("top: 3\n---\ntop: 4\n", "job.yaml:1: it is not one document in YAML"),
            ("ratings: r.csv\ntop: -1\n", "job.yaml:2: --top must be between 1 and 10,000"),
            ("ratings: ratings.csv\nmovies:\n", "job.yaml:2: movies has no value"),
            ("ratings: ratings.csv\noutput: \"\"\n", "job.yaml:2: output has no value"),
            ("gates:\n  surge:\n", "job.yaml:2: surge has no value"),
        ]
    )
    func malformed(text: String, message: String) throws {
        let program = try program(text)
        let errors = try program.fail(64, "run", "--config", "job.yaml")
        #expect(errors.hasPrefix("twotower: " + message), "\(errors)")
    }

    @Test("every flag of run is a key, but for those that are about job files, gates and help")
    func keys() throws {
        let flags = try Twotower().succeed("run", "--help").split(separator: "\n")
            .filter { $0.hasPrefix("  --") }.map { $0.dropFirst(4).prefix { $0 != " " } }
        #expect(Set(flags).isSuperset(of: ["ratings", "users", "force", "metrics-file", "split"]))
        for flag in flags where !["config", "gate"].contains(flag) {
            let outcome = try program("\(flag): nothing\n").run(["run", "--config", "job.yaml"])
            #expect(outcome.code != 0 && !outcome.errors.contains("unknown key"), "\(flag)")
        }
    }

    @Test("a value that the flag would refuse is refused")
    func refusedValue() throws {
        let program = try program("ratings: ratings.csv\ntop: many\n")
        let errors = try program.fail(64, "run", "--config", "job.yaml")
        #expect(errors.contains("many") && errors.contains("--top"))
    }

    @Test("a job file that is not there ends with 64 and its name")
    func missing() throws {
        let program = try Twotower()
        let errors = try program.fail(64, "run", "--config", "nowhere.yaml")
        #expect(errors == "twotower: nowhere.yaml: cannot be read: No such file or directory\n")
    }

    private func program(_ job: String) throws -> Twotower {
        let program = try Twotower()
        try program.write(Self.ratings, to: "ratings.csv")
        try program.write(job, to: "job.yaml")
        return program
    }

    private func settings(_ program: Twotower, _ report: String) throws -> [String: Any] {
        try #require(try program.json(report)["settings"] as? [String: Any])
    }
}
