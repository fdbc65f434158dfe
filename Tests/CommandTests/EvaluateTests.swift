import Foundation
import Testing

@Suite("twotower evaluate")
struct EvaluateTests {
    @Test("with --json it prints one object: the split, the counts, every system's metrics")
    func json() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        let output = try program.succeed(
            "evaluate",
            "--ratings",
            "data/ratings.csv",
            "--movies",
            "data/movies.csv",
            "--split",
            "last",
            "--json"
        )
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        )
        #expect(
            Set(report.keys).isSuperset(of: [
                "data", "item_item", "ndcg@20_above_best_baseline", "recipe", "seed", "split",
                "user_movie",
            ])
        )
        #expect(report["split"] as? String == "last" && report["recipe"] as? String == "default")
        let users = try #require(report["user_movie"] as? [String: [String: Double]])
        for system in ["model", "popularity", "item_knn"] {
            let metrics = try #require(users[system])
            for metric in [
                "recall@20", "ndcg@20", "hit_rate@20", "mrr@20", "coverage@20", "gini@20",
                "mean_popularity@20", "novelty@20", "diversity@20", "top_10_categorical_accuracy",
            ] { #expect(metrics[metric] != nil, "\(system) \(metric)") }
        }
        let movies = try #require(report["item_item"] as? [String: [String: Double]])
        for system in ["model", "popularity", "count", "cosine", "damped_lift"] {
            let metrics = try #require(movies[system])
            for metric in ["hit_rate@10", "ndcg@10", "coverage@10", "held_out_users_ndcg@10"] {
                #expect(metrics[metric] != nil, "\(system) \(metric)")
            }
        }
        // Nothing is published.
        #expect(program.names(in: "") == ["data"])
    }

    @Test("without it, tables for people")
    func tables() throws {
        let program = try Twotower(users: 40, movies: 30, ratings: 400)
        let output = try program.succeed("evaluate", "--ratings", "data/ratings.csv")
        #expect(output.hasPrefix("40 users, "))
        for word in ["user-movie", "item-to-item", "ndcg@20", "popularity", "95 %"] {
            #expect(output.contains(word))
        }
    }

    @Test("what a split made elsewhere goes with is read: a file that is not there is named")
    func givenWithUsers() throws {
        let program = try Twotower()
        try program.write("user_id,movie_id\na,1\na,2\nb,2\nb,3\n", to: "train.csv")
        try program.write("user_id,movie_id\na,3\nb,1\n", to: "test.csv")
        let split = ["evaluate", "--train", "train.csv", "--test", "test.csv"]
        let missing = try program.run(split + ["--users", "nowhere.csv"])
        #expect(missing.code == 65 && missing.errors.contains("nowhere.csv: cannot be read"))
        try program.write("user_id,age\na,30\nb,31\n", to: "users.csv")
        #expect(try program.run(split + ["--users", "users.csv"]).code == 0)
    }

    @Test("a split made elsewhere is judged as it is")
    func given() throws {
        let program = try Twotower()
        try program.write("user_id,movie_id\na,1\na,2\nb,2\nb,3\n", to: "train.csv")
        try program.write("user_id,movie_id\na,3\nb,1\nc,1\n", to: "test.csv")
        let output = try program.succeed(
            "evaluate",
            "--train",
            "train.csv",
            "--test",
            "test.csv",
            "--json"
        )
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
        )
        #expect(report["split"] as? String == "given")
        let data = try #require(report["data"] as? [String: Int])
        #expect(
            data == [
                "users": 3, "movies": 3, "train": 4, "test": 3, "judged_users": 2,
                "unseen_users": 1,
            ]
        )
        let users = try #require(report["user_movie"] as? [String: [String: Double]])
        // One movie is left for each judged user, and it is the right one.
        #expect(users["model"]?["recall@20"] == 1)
    }

    @Test("a split by time without times ends with 65 and says what is missing")
    func untimed() throws {
        let program = try Twotower()
        try program.write("user_id,movie_id\na,1\na,2\nb,2\n", to: "ratings.csv")
        let errors = try program.fail(
            65,
            "evaluate",
            "--ratings",
            "ratings.csv",
            "--split",
            "time"
        )
        #expect(
            errors
                == "twotower: the split time needs timestamps, and the ratings have none\n"
        )
    }
}
