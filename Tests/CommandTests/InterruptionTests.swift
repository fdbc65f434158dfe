import Foundation
import Testing

@Suite("a run that is told to stop")
struct InterruptionTests {
    @Test(
        "while it trains, it ends at once with the signal's code and leaves nothing",
        arguments: [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT")]
    )
    func training(signal: Int32, name: String) throws {
        let program = try Twotower(users: 943, movies: 1_682, ratings: 60_000)
        let outcome = try program.run(
            [
                "run", "--ratings", "data/ratings.csv", "--movies", "data/movies.csv",
                "--metrics-file", "twotower.prom",
            ],
            interruptedBy: signal,
            once: { FileManager.default.fileExists(atPath: "\(program.folder)/output") }
        )
        #expect(outcome.code == 128 + signal)
        #expect(outcome.errors == "twotower: stopped by \(name); nothing was published\n")
        #expect(program.names(in: "output").isEmpty)
        #expect(
            try program.text("twotower.prom")
                .contains("\ntwotower_last_run_exit_code \(128 + signal)\n")
        )
    }

    @Test("an export without a model leaves its state behind too")
    func export() throws {
        let program = try Twotower()
        _ = try program.fail(66, "export", "--model", "nowhere", "--metrics-file", "twotower.prom")
        #expect(try program.text("twotower.prom").contains("\ntwotower_last_run_exit_code 66\n"))
    }

    @Test("while it writes, it removes what it has written and leaves yesterday")
    func writing() throws {
        let program = try Twotower(users: 500, movies: 700, ratings: 10_000)
        try program.succeed("train", "--ratings", "data/ratings.csv", "--model", "model")
        try program.succeed("export", "--model", "model", "--top", "5")
        let before = try program.everything(in: "output")
        let outcome = try program.run(
            ["export", "--model", "model", "--top", "600"],
            interruptedBy: SIGTERM,
            once: { program.names(in: "output").contains { $0.hasSuffix(".partial") } }
        )
        #expect(outcome.code == 143, "\(outcome.errors)")
        #expect(outcome.errors == "twotower: stopped by SIGTERM; nothing was published\n")
        #expect(try program.everything(in: "output") == before)
        #expect(!before.isEmpty)
    }
}
