import Foundation
import Testing

@Suite("twotower verify, diff, rollback and prune")
struct PublishedRunTests {
    @Test("nights are verified, compared, gone back to and deleted")
    func nights() throws {
        let program = try Twotower(users: 20, movies: 15, ratings: 120)
        for seed in 1...3 {
            try program.succeed(
                "run",
                "--ratings",
                "data/ratings.csv",
                "--movies",
                "data/movies.csv",
                "--no-evaluation",
                "--top",
                "5",
                "--seed",
                "\(seed)"
            )
        }
        let order = try Self.order(program)
        try #require(order.count == 3)

        #expect(try program.succeed("verify") == "")
        let text = try program.succeed("diff", "output/\(order[0])")
        #expect(text.hasPrefix("output/\(order[0]) -> output/current\n"))
        #expect(text.contains("user_recommendations.csv: 20 lists in both"))
        let json = try program.succeed("diff", "output/\(order[0])", "output/\(order[1])", "--json")
        #expect(json.contains("\"overlap@10\""))
        #expect(
            try program.succeed("diff", "output/\(order[0])", "output")
                == program.succeed("diff", "output/\(order[0])", "output/current")
        )
        try program.succeed("verify", "output/")
        try FileManager.default.createDirectory(
            atPath: "\(program.folder)/broken",
            withIntermediateDirectories: false
        )
        try FileManager.default.createSymbolicLink(
            atPath: "\(program.folder)/broken/current",
            withDestinationPath: "gone"
        )
        #expect(
            try program.fail(66, "verify", "broken")
                == "twotower: broken/current: there is no such run\n"
        )
        let neighbours = try program.succeed("neighbours", "3")
        #expect(try program.succeed("neighbours", "3", "--model", "output") == neighbours)
        #expect(
            try program.succeed("recommend", "--user", "3", "--model", "output")
                == program.succeed("recommend", "--user", "3")
        )
        #expect(neighbours.split(separator: "\n")[1].hasPrefix("rank  before  movie_id"))

        #expect(
            try program.succeed("rollback")
                == "output/current: \(order[2]) -> \(order[1])\n"
        )
        #expect(try program.succeed("prune", "--keep", "1") == "")
        #expect(program.names(in: "output") == [order[1], order[2], "current"].sorted())
        #expect(try program.fail(66, "rollback").contains("no run was published before"))
        #expect(try program.fail(66, "rollback", "--to", "x").contains("no run \"x\""))
        #expect(
            try program.fail(66, "prune", "--keep", "1", "--output", "none").contains(
                "no such folder"
            )
        )
        #expect(try program.run(["prune", "--keep", "0"]).code == 64)
        for command in [
            ["verify", "none"], ["diff", "none"], ["diff", "output/current", "none"],
        ] {
            let outcome = try program.run(command)
            #expect(
                outcome.code == 66 && outcome.errors == "twotower: none: there is no such run\n"
            )
        }
        let other = try program.run(["verify", "data"])
        #expect(other.code == 65)
        #expect(other.output == "datapackage.json: is missing or cannot be read\n")

        // A byte of the other run changes: it is not verified, and never becomes current.
        try program.write(
            try program.text("output/\(order[2])/movies.csv").replacing("Film 3 ", with: "Film 4 "),
            to: "output/\(order[2])/movies.csv"
        )
        let verified = try program.run(["verify", "output/\(order[2])"])
        #expect(verified.code == 65)
        #expect(verified.output.contains("movies.csv: has another SHA-256"))
        #expect(verified.errors == "twotower: output/\(order[2]): 2 faults\n")
        #expect(
            try program.fail(65, "rollback", "--to", order[2]).contains(
                "is not as it was published"
            )
        )
        try program.succeed("verify")
    }

    /// The runs in the order in which they were published, told by their seeds.
    private static func order(_ program: Twotower) throws -> [String] {
        try program.names(in: "output").filter { $0 != "current" }
            .map { name -> (Int, String) in
                let settings = try program.json("output/\(name)/report.json")["settings"]
                return ((settings as? [String: Any])?["seed"] as? Int ?? 0, name)
            }
            .sorted { $0.0 < $1.0 }.map(\.1)
    }
}
