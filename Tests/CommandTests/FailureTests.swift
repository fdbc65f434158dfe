import Foundation
import Testing

@Suite("when something is wrong")
struct FailureTests {
    /// A file of ratings, and what is said of it: the exit code is 65 for all.
    struct BadFile: CustomTestStringConvertible, Sendable {
        let text: String
        let message: String
        var testDescription: String { message }
    }

    @Test(
        "a bad file ends with 65 and its line, and yesterday's output stays",
        arguments: [
            BadFile(
                text: "user_id,movie_id,rating\n1,2,5\n1,3,\"4,5\"\n",
                message: "bad.csv:3: rating \"4,5\" is not a number"
            ),
            BadFile(
                text: "user_id,movie_id\n1,2\n,3\n",
                message: "bad.csv:3: user id is empty"
            ),
            BadFile(
                text: "user_id,movie_id\n1,2\n1,2,3\n",
                message: "bad.csv:3: 3 fields where 2 are expected"
            ),
            BadFile(
                text: "user_id,movie_id,timestamp\n1,2,yesterday\n",
                message: "bad.csv:2: timestamp \"yesterday\" is not a whole number of seconds"
            ),
            BadFile(
                text: "who,what\n1,2\n",
                message: "bad.csv:1: no column for the user id among \"who\", \"what\";"
                    + " name it with --user-column"
            ),
            BadFile(text: "", message: "bad.csv: holds no records"),
            BadFile(text: "user_id,movie_id\n", message: "bad.csv: holds no records"),
            BadFile(text: "user_id,movie_id\n1,2\n", message: "bad.csv: 1 movie in all"),
            BadFile(text: "user_id,movie_id\n1,\"2\n", message: "bad.csv:"),
        ]
    )
    func badFile(file: BadFile) throws {
        let program = try Twotower()
        try program.write("user_id,movie_id\na,1\na,2\nb,2\n", to: "good.csv")
        try program.succeed("run", "--ratings", "good.csv", "--no-evaluation")
        let before = try program.everything(in: "output")
        try program.write(file.text, to: "bad.csv")
        let errors = try program.fail(65, "run", "--ratings", "bad.csv")
        #expect(errors.hasPrefix("twotower: " + file.message), "\(errors)")
        #expect(errors.filter { $0 == "\n" }.count == 1)
        #expect(try program.everything(in: "output") == before)
        #expect(before.count > 6)
    }

    @Test("a file that is not there ends with 65 and its name, and makes nothing")
    func missingFile() throws {
        let program = try Twotower()
        let errors = try program.fail(65, "run", "--ratings", "nowhere.csv")
        #expect(
            errors == "twotower: nowhere.csv: cannot be read: No such file or directory\n"
        )
        #expect(program.names(in: "").isEmpty)
    }

    @Test("a rating of a movie that the catalogue does not know is named")
    func unknownMovie() throws {
        let program = try Twotower()
        try program.write("user_id,movie_id\na,1\na,9\n", to: "ratings.csv")
        try program.write("movie_id,title\n1,Heat\n2,Up\n", to: "movies.csv")
        let errors = try program.fail(
            65,
            "run",
            "--ratings",
            "ratings.csv",
            "--movies",
            "movies.csv"
        )
        #expect(
            errors
                == "twotower: ratings.csv:3: movie \"9\" is not in the catalogue movies.csv\n"
        )
    }

    @Test(
        "flags that make no sense end with 64 and say why",
        arguments: [
            (["run"], "--ratings FILE is missing"),
            (["run", "--ratings", "r.csv", "--top", "0"], "--top must be between 1 and 10,000"),
            (["run", "--ratings", "r.csv", "--threads", "0"], "--threads must be at least 1"),
            (["run", "--ratings", "r.csv", "--recipe", "best"], "no recipe \"best\""),
            (["run", "--ratings", "r.csv", "--split", "never"], "never"),
            (["run", "--ratings", "r.csv", "--now=-9223372036854775808"], "--now must be"),
            (["recommend", "--user", "1", "--top=-1"], "--top must be between 1 and 10,000"),
            (["neighbours", "1", "--top", "0"], "--top must be between 1 and 10,000"),
            (["run", "--raitngs", "r.csv"], "--raitngs"),
            (["evaluate"], "either --ratings FILE or --train FILE --test FILE is needed"),
            (["evaluate", "--train", "a.csv"], "--train and --test go together"),
            (["evaluate", "--ratings", "r.csv", "--now", "5"], "--now"),
            (["nightly"], "nightly"),
            (["fetch", "ml-7", "--into", "x"], "ml-7"),
        ]
    )
    func usage(arguments: [String], message: String) throws {
        let program = try Twotower()
        let outcome = try program.run(arguments)
        #expect(outcome.code == 64)
        #expect(outcome.errors.contains(message))
        #expect(program.names(in: "").isEmpty)
    }

    @Test("an output that cannot be written ends with 74 and the system's reason")
    func unwritable() throws {
        let program = try Twotower()
        try program.write("user_id,movie_id\na,1\na,2\nb,2\n", to: "ratings.csv")
        try program.write("a file", to: "output")
        let errors = try program.fail(74, "run", "--ratings", "ratings.csv", "--no-evaluation")
        #expect(errors == "twotower: output: cannot be written: File exists\n")
        #expect(try program.text("output") == "a file")
    }

    @Test(
        "a run that can tell nobody ends as it would, and writes no word into another file",
        arguments: ["2>/dev/full", "2>&-", "0<&- 1>&- 2>&-"]
    )
    func streams(closing: String) throws {
        let program = try Twotower()
        try program.write("user_id,movie_id\na,1\na,2\nb,2\n", to: "ratings.csv")
        let run = "run --ratings ratings.csv --no-evaluation --verbose"
        #expect(try program.shell("\(run) \(closing)") == 0)
        #expect(try program.shell("verify output/current \(closing)") == 0)
        #expect(try program.shell("run --ratings nowhere.csv \(closing)") == 65)
    }

    @Test("a run whose log nobody reads any more is published")
    func brokenPipe() throws {
        let program = try Twotower()
        try program.write("user_id,movie_id\na,1\na,2\nb,2\n", to: "ratings.csv")
        let run = "run --ratings ratings.csv --no-evaluation --verbose"
        _ = try program.shell("\(run) 2>&1 | true")
        #expect(program.names(in: "output").contains("current"))
    }

    @Test("an output that stdout does not take ends with 74")
    func fullOutput() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        #expect(try program.shell("validate data/ratings.csv >/dev/full") == 74)
        #expect(try program.shell("validate data/ratings.csv >&-") == 74)
        #expect(try program.shell("validate data/ratings.csv >/dev/null") == 0)
    }

    @Test("a current that is not ours ends with 74 and stays")
    func foreignCurrent() throws {
        let program = try Twotower()
        try program.write("user_id,movie_id\na,1\na,2\nb,2\n", to: "ratings.csv")
        try FileManager.default.createDirectory(
            atPath: "\(program.folder)/output/current",
            withIntermediateDirectories: true
        )
        try program.write("mine", to: "output/current/file")
        let errors = try program.fail(74, "run", "--ratings", "ratings.csv", "--no-evaluation")
        #expect(errors.hasPrefix("twotower: output/current: is not a link"))
        #expect(program.names(in: "output") == ["current"])
        #expect(try program.text("output/current/file") == "mine")
    }

    @Test("a folder without a model ends with 66")
    func noModel() throws {
        let program = try Twotower()
        for arguments in [
            ["export", "--model", "nowhere"], ["recommend", "--user", "1"], ["neighbours", "1"],
        ] {
            let outcome = try program.run(arguments)
            #expect(outcome.code == 66)
            #expect(outcome.errors.contains("holds no model"))
        }
    }

    @Test("nothing is published from a run of which one byte has changed")
    func changedByte() throws {
        let program = try Twotower()
        try program.write("user_id,movie_id\na,1\na,2\nb,2\n", to: "ratings.csv")
        try program.succeed("run", "--ratings", "ratings.csv", "--no-evaluation")
        let path = "output/current/model/item_item.safetensors"
        var bytes = try program.bytes(path)
        bytes[bytes.count - 1] ^= 1
        try bytes.write(to: URL(fileURLWithPath: "\(program.folder)/\(path)"))
        let errors = try program.fail(65, "export", "--model", "output/current", "--output", "o")
        #expect(errors.contains("\(path): has another SHA-256"))
        #expect(program.names(in: "o").isEmpty)
    }

    @Test("a model that is there and damaged ends with 65")
    func damagedModel() throws {
        let program = try Twotower(users: 20, movies: 15, ratings: 120)
        try program.succeed("train", "--ratings", "data/ratings.csv", "--model", "model")
        try program.write("user_id\n1\n", to: "model/users.csv")
        for command in [["export"], ["recommend", "--user", "1"], ["neighbours", "1"]] {
            let outcome = try program.run(command + ["--model", "model"])
            #expect(outcome.code == 65)
            #expect(outcome.errors.contains("its files do not belong together"))
        }
    }

    @Test("a data set that no source has ends with 69 and each source's reason")
    func fetch() throws {
        let program = try Twotower()
        let errors = try program.fail(
            69,
            "fetch",
            "ml-100k",
            "--into",
            "data",
            "--source",
            "folder"
        )
        #expect(
            errors
                == "twotower: ml-100k: no source answered\n  folder: MOVIELENS_DIR is not set\n"
        )
        #expect(program.names(in: "").isEmpty)
    }

    @Test("made-up data of impossible size ends with 64")
    func synthesize() throws {
        let program = try Twotower()
        let errors = try program.fail(
            64,
            "synthesize",
            "--users",
            "3",
            "--movies",
            "4",
            "--ratings",
            "2",
            "--into",
            "data"
        )
        #expect(errors.hasPrefix("twotower: 2 ratings of 3 users and 4 movies do not fit together"))
        #expect(program.names(in: "").isEmpty)
    }

    @Test("a run that would take too long ends with 71 and both numbers, unless told otherwise")
    func resources() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        let job = ["run", "--ratings", "data/ratings.csv", "--max-minutes", "0.000001"]
        let outcome = try program.run(job)
        #expect(outcome.code == 71)
        #expect(outcome.errors.hasPrefix("twotower: not begun: 0.0000"))
        #expect(outcome.errors.contains(", 0.000001 allowed; "))
        #expect(program.names(in: "output").isEmpty)
        #expect(try program.run(job + ["--ignore-resources"]).code == 0)
    }
}
