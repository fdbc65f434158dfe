import Foundation
import Testing

@Suite("twotower run")
struct RunTests {
    @Test("it publishes every file of the contract, says nothing, and points current at them")
    func contract() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        let output = try program.succeed(
            "run",
            "--ratings",
            "data/ratings.csv",
            "--movies",
            "data/movies.csv",
            "--top",
            "6"
        )
        #expect(output.isEmpty)
        let names = program.names(in: "output")
        #expect(names.count == 2 && names[1] == "current")
        #expect(names[0].wholeMatch(of: /\d{4}-\d\d-\d\dT\d{6}Z/) != nil)
        #expect(
            program.names(in: "output/current/")
                == [
                    "datapackage.json", "model", "movie_neighbours.csv", "movies.csv",
                    "report.json", "user_recommendations.csv",
                ]
        )
        #expect(
            program.names(in: "output/current/model")
                == [
                    "interactions.safetensors", "item_item.safetensors", "movies.csv",
                    "parameters.csv", "settings.json", "user_movie.safetensors", "users.csv",
                ]
        )
        #expect(
            try program.text("output/current/user_recommendations.csv")
                .hasPrefix("user_id,rank,movie_id,score,source\n1,1,")
        )
        #expect(
            try program.text("output/current/movie_neighbours.csv").hasPrefix(
                "movie_id,rank,neighbour_id,score,source,title,neighbour_title,co_raters\n1,1,"
            )
        )
        #expect(
            try program.text("output/current/movies.csv")
                .hasPrefix(
                    "movie_id,title,year,genres,rating_count\n1,Synthetic Film 1 (1950),1950,"
                )
        )
        #expect(try program.json("output/current/report.json")["evaluation"] is [String: Any])
    }

    @Test("every user and every movie has the rows asked for: ordered, unseen, not itself")
    func lists() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        try program.succeed(
            "run",
            "--ratings",
            "data/ratings.csv",
            "--movies",
            "data/movies.csv",
            "--top",
            "6",
            "--no-evaluation"
        )
        var seen: [String: Set<String>] = [:]
        for row in try program.rows("data/ratings.csv") { seen[row[0], default: []].insert(row[1]) }
        let users = try program.rows("output/current/user_recommendations.csv")
        #expect(users.map { $0[0] } == (1...40).flatMap { Array(repeating: "\($0)", count: 6) })
        let movies = try program.rows("output/current/movie_neighbours.csv")
        #expect(movies.map { $0[0] } == (1...30).flatMap { Array(repeating: "\($0)", count: 6) })
        for rows in [users, movies] {
            #expect(rows.map { $0[1] } == (0..<rows.count).map { "\($0 % 6 + 1)" })
            for start in stride(from: 0, to: rows.count, by: 6) {
                let list = rows[start..<start + 6]
                #expect(Set(list.map { $0[2] }).count == 6)
                let scores = list.compactMap { Double($0[3]) }
                #expect(scores.count == 6)
                #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 })
            }
        }
        for row in users { #expect(seen[row[0]]?.contains(row[2]) == false) }
        for row in movies { #expect(row[0] != row[2]) }
    }

    @Test("one core and two give the same bytes, another seed other bytes")
    func repeatable() throws {
        let program = try Twotower(users: 300, movies: 120, ratings: 3_000)
        func run(_ output: String, threads: String, seed: String) throws {
            try program.succeed(
                "run",
                "--ratings",
                "data/ratings.csv",
                "--movies",
                "data/movies.csv",
                "--top",
                "10",
                "--no-evaluation",
                "--recipe",
                "tutorial",
                "--output",
                output,
                "--threads",
                threads,
                "--seed",
                seed
            )
        }
        try run("one", threads: "1", seed: "7")
        try run("two", threads: "2", seed: "7")
        try run("other", threads: "2", seed: "8")
        for file in [
            "user_recommendations.csv", "movie_neighbours.csv", "movies.csv",
            "model/user_movie.safetensors", "model/item_item.safetensors",
            "model/interactions.safetensors", "model/settings.json",
        ] {
            #expect(
                try program.bytes("one/current/\(file)") == program.bytes("two/current/\(file)")
            )
        }
        #expect(
            try program.bytes("one/current/user_recommendations.csv")
                != program.bytes("other/current/user_recommendations.csv")
        )
    }

    @Test("a recipe as a run reports it is followed, an edited one named after its file")
    func recipeFile() throws {
        let program = try Twotower(users: 20, movies: 16, ratings: 120)
        let text = try text(of: recipe("default", runBy: program))
        try program.write(text, to: "same.json")
        #expect(try recipe("same.json", runBy: program)["name"] as? String == "default")
        try program.write(
            text.replacingOccurrences(of: #""queryLayers":[]"#, with: #""queryLayers":[8]"#),
            to: "deeper.json"
        )
        let deeper = try recipe("deeper.json", runBy: program)
        #expect(deeper["name"] as? String == "deeper.json")
        let training = (deeper["userMovie"] as? [String: Any])?["training"] as? [String: Any]
        #expect(training?["queryLayers"] as? [Int] == [8])
    }

    @Test("towers with dense layers are published, verified and begun from, alike on any cores")
    func layers() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        let text = try text(of: recipe("default", runBy: program)).replacingOccurrences(
            of: #"Layers":[]"#,
            with: #"Layers":[8,3]"#
        )
        try program.write(text, to: "deep.json")
        let words = ["run", "--ratings", "data/ratings.csv", "--recipe", "deep.json"]
        for threads in ["1", "2"] {
            let more = ["--threads", threads, "--output", "output\(threads)"]
            #expect(try program.run(words + more).code == 0)
            try program.succeed("verify", "output\(threads)/current")
        }
        for file in ["user_recommendations.csv", "movie_neighbours.csv"] {
            let one = try program.bytes("output1/current/\(file)")
            #expect(try program.bytes("output2/current/\(file)") == one)
        }
        // Another name is no other recipe.
        try program.write(text, to: "same.json")
        let warm = try program.run(
            Array(words.dropLast()) + ["same.json", "--warm-start", "--output", "output1"]
        )
        #expect(warm.code == 0 && warm.errors.isEmpty)
    }

    @Test("a misspelt key in a recipe ends with 64 and the nearest one")
    func misspeltRecipe() throws {
        let program = try Twotower(users: 20, movies: 16, ratings: 120)
        let text = try text(of: recipe("default", runBy: program))
        try program.write(
            text.replacingOccurrences(of: "wholeTasteEpochs", with: "wholeTasteEpoch"),
            to: "wrong.json"
        )
        let outcome = try program.run(
            ["run", "--ratings", "data/ratings.csv", "--no-evaluation", "--recipe", "wrong.json"]
        )
        #expect(outcome.code == 64)
        #expect(
            outcome.errors.contains(
                "wrong.json: no recipe has the key userMovie.wholeTasteEpoch; nearest: "
            )
        )
    }

    @Test(
        "what is wrong with a recipe is told with the keys that lead to it",
        arguments: [
            (
                #""adamBeta2":0.999,"#, "",
                "the key userMovie.training.adamBeta2 is missing; a recipe is"
            ),
            (
                #""optimiser":"adam""#, #""optimiser":"sgd""#,
                "training.optimiser is of the wrong kind"
            ),
            (
                #""dimension":128"#, #""dimension":1.5"#,
                "has a number that is too large or should be whole"
            ),
            ("{", "[{", "is not JSON"),
        ]
    )
    func wrongRecipe(old: String, new: String, complaint: String) throws {
        let program = try Twotower(users: 20, movies: 16, ratings: 120)
        let recipe = try text(of: recipe("default", runBy: program))
        try program.write(recipe.replacing(old, with: new), to: "wrong.json")
        let errors = try program.fail(
            64,
            "run",
            "--ratings",
            "data/ratings.csv",
            "--recipe",
            "wrong.json"
        )
        #expect(errors.contains("wrong.json: "))
        #expect(errors.contains(complaint), "\(errors)")
    }

    /// The recipe that a run with one of this name reports.
    private func recipe(_ name: String, runBy program: Twotower) throws -> [String: Any] {
        try program.succeed(
            "run",
            "--ratings",
            "data/ratings.csv",
            "--no-evaluation",
            "--recipe",
            name
        )
        let report = try program.json("output/current/report.json")
        let settings = try #require(report["settings"] as? [String: Any])
        return try #require(settings["recipe"] as? [String: Any])
    }

    private func text(of recipe: [String: Any]) throws -> String {
        let data = try JSONSerialization.data(withJSONObject: recipe, options: .sortedKeys)
        return try #require(String(bytes: data, encoding: .utf8))
    }

    @Test("the default recipe gives the same bytes on one core and on two")
    func repeatableDefault() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        for threads in ["1", "2"] {
            try program.succeed(
                "run",
                "--ratings",
                "data/ratings.csv",
                "--movies",
                "data/movies.csv",
                "--no-evaluation",
                "--output",
                threads,
                "--threads",
                threads
            )
        }
        for file in ["user_recommendations.csv", "movie_neighbours.csv"] {
            #expect(try program.bytes("1/current/\(file)") == program.bytes("2/current/\(file)"))
        }
    }

    @Test("train, then export, give the bytes of run")
    func trainAndExport() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        try program.succeed(
            "run",
            "--ratings",
            "data/ratings.csv",
            "--movies",
            "data/movies.csv",
            "--top",
            "5",
            "--no-evaluation"
        )
        try program.succeed(
            "train",
            "--ratings",
            "data/ratings.csv",
            "--movies",
            "data/movies.csv",
            "--model",
            "saved"
        )
        #expect(program.names(in: "").sorted() == ["data", "output", "saved"])
        try program.succeed("export", "--model", "saved", "--top", "5", "--output", "first")
        try program.succeed(
            "export",
            "--model",
            "output/current",
            "--top",
            "5",
            "--output",
            "second"
        )
        for file in ["user_recommendations.csv", "movie_neighbours.csv", "movies.csv"] {
            let bytes = try program.bytes("output/current/\(file)")
            #expect(try program.bytes("first/current/\(file)") == bytes)
            #expect(try program.bytes("second/current/\(file)") == bytes)
        }
    }

    @Test("a CSV with users and items alone needs no other flag")
    func usersAndItems() throws {
        let program = try Twotower()
        let rows = (0..<60).map { "customer \($0 % 12),SKU-\(($0 * 7 + $0 / 12) % 9)" }
        try program.write("user,item\n" + rows.joined(separator: "\n") + "\n", to: "clicks.csv")
        try program.succeed("run", "--ratings", "clicks.csv")
        let users = try program.rows("output/current/user_recommendations.csv")
        #expect(Set(users.map { $0[0] }).isSubset(of: (0..<12).map { "customer \($0)" }))
        let movies = try program.rows("output/current/movie_neighbours.csv")
        // Nine items: eight neighbours each, and no titles.
        #expect(movies.count == 9 * 8)
        #expect(movies.allSatisfy { $0[5] == "\"\"" && $0[6] == "\"\"" })
        let evaluation = try #require(
            try program.json("output/current/report.json")["evaluation"] as? [String: Any]
        )
        #expect(evaluation["split"] as? String == "random")
    }

    @Test("unusual columns are named by flags")
    func namedColumns() throws {
        let program = try Twotower()
        try program.write("who;what;when\na;x;1\na;y;2\nb;x;3\nb;z;4\n", to: "log.csv")
        try program.succeed(
            "run",
            "--ratings",
            "log.csv",
            "--user-column",
            "who",
            "--movie-column",
            "what",
            "--timestamp-column",
            "when",
            "--no-evaluation"
        )
        #expect(
            try program.rows("output/current/user_recommendations.csv").map { [$0[0], $0[2]] }
                == [["a", "z"], ["b", "y"]]
        )
    }

    @Test("lists longer than the catalogue are as long as can be, and the report counts them")
    func longLists() throws {
        let program = try Twotower(users: 12, movies: 8, ratings: 40)
        try program.succeed(
            "run",
            "--ratings",
            "data/ratings.csv",
            "--movies",
            "data/movies.csv",
            "--top",
            "1000",
            "--no-evaluation"
        )
        // 12 users see 12 · 8 less the 40 they have rated; each of 8 movies the 7 others.
        #expect(try program.rows("output/current/user_recommendations.csv").count == 56)
        #expect(try program.rows("output/current/movie_neighbours.csv").count == 56)
        let rows = try #require(
            try program.json("output/current/report.json")["rows"] as? [String: Any]
        )
        #expect(rows["short_user_lists"] as? Int == 12)
        #expect(rows["short_movie_lists"] as? Int == 8)
    }

    @Test("with the seen ones, every list holds the whole catalogue")
    func includeSeen() throws {
        let program = try Twotower(users: 12, movies: 8, ratings: 40)
        try program.succeed(
            "run",
            "--ratings",
            "data/ratings.csv",
            "--movies",
            "data/movies.csv",
            "--top",
            "1000",
            "--no-evaluation",
            "--include-seen"
        )
        #expect(try program.rows("output/current/user_recommendations.csv").count == 96)
    }

    @Test("one user alone gets a list")
    func oneUser() throws {
        let program = try Twotower()
        try program.write(
            "user_id,movie_id,rating,timestamp\n7,1,5,100\n7,2,4,200\n",
            to: "ratings.csv"
        )
        try program.write(
            "movie_id,title,genres\n1,Heat (1995),Crime\n2,Up (2009),War\n3,Big,Crime\n",
            to: "movies.csv"
        )
        try program.succeed("run", "--ratings", "ratings.csv", "--movies", "movies.csv")
        #expect(
            try program.rows("output/current/user_recommendations.csv")
                == [["7", "1", "3", "0.000000", "catalogue"]]
        )
        #expect(try program.rows("output/current/movie_neighbours.csv").count == 6)
    }

    @Test("where everybody has rated everything, there is nothing to recommend, and a line says so")
    func everythingRated() throws {
        let program = try Twotower()
        let rows = (0..<5).flatMap { user in (0..<4).map { "u\(user),m\($0)" } }
        try program.write("user_id,movie_id\n" + rows.joined(separator: "\n"), to: "ratings.csv")
        let outcome = try program.run(["run", "--ratings", "ratings.csv"])
        #expect(outcome.code == 0)
        #expect(outcome.errors.contains("no user has any movie left to recommend"))
        #expect(
            try program.text("output/current/user_recommendations.csv")
                == "user_id,rank,movie_id,score,source\n"
        )
        #expect(try program.rows("output/current/movie_neighbours.csv").count == 12)
        let rows2 = try #require(
            try program.json("output/current/report.json")["rows"] as? [String: Any]
        )
        #expect(rows2["short_user_lists"] as? Int == 5)
    }

    @Test("verbose, it tells its stages on stderr")
    func verbose() throws {
        let program = try Twotower(users: 12, movies: 8, ratings: 40)
        let outcome = try program.run(
            ["run", "--ratings", "data/ratings.csv", "--no-evaluation", "--verbose"])
        #expect(outcome.code == 0 && outcome.output.isEmpty)
        for stage in ["read", "train", "rank", "write"] {
            #expect(outcome.errors.contains("stage=\(stage)"))
        }
        #expect(outcome.errors.contains("epoch=1"))
    }

    #if arch(x86_64)
        @Test("a processor with AVX2 multiplies with it, unless the operator has chosen otherwise")
        func matrixKernels() throws {
            let program = try Twotower(users: 12, movies: 8, ratings: 40)
            let arguments = ["run", "--ratings", "data/ratings.csv", "--no-evaluation"]
            func kernels(_ environment: [String: String]) throws -> String? {
                #expect(try program.run(arguments, environment: environment).code == 0)
                return try program.json("output/current/report.json")["matrix_kernels"] as? String
            }
            #expect(try kernels(["OPENBLAS_CORETYPE": "Prescott"]) == "Prescott")
            let processor = try String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
            guard processor.contains(" avx2 ") else { return }
            #expect(try kernels([:]) != "Prescott")
            #expect(try kernels(["OPENBLAS_CORETYPE": ""]) != "Prescott")
        }
    #endif
}
