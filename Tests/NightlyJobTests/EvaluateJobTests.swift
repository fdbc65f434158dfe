import Fixtures
import Foundation
import Ratings
import Testing

@testable import NightlyJob

@Suite("judging")
struct EvaluateJobTests {
    @Test(
        "every system has the same metrics, and averages run over the users who can be judged",
        arguments: [nil, .random, .last, .time] as [SplitKind?]
    )
    func systems(split: SplitKind?) throws {
        let folder = try HeldFolder()
        var settings = try settings(in: folder)
        settings.split = split
        let report = try EvaluateJob.run(settings, observer: .silent)
        #expect(report.split == (split ?? .time).rawValue)
        #expect(report.data.users == 40 && report.data.movies == 30)
        #expect(report.data.train + report.data.test == 560)
        #expect(report.data.judgedUsers + report.data.unseenUsers <= 40)
        #expect(Set(report.userMovie.keys) == ["model", "popularity", "item_knn"])
        #expect(
            Set(report.itemItem.keys)
                == ["model", "popularity", "count", "cosine", "damped_lift"]
        )
        for (name, metrics) in report.userMovie {
            for metric in ["recall@20", "ndcg@20", "coverage@20", "top_10_categorical_accuracy"] {
                let value = try #require(metrics[metric], "\(name) \(metric)")
                #expect((0...1).contains(value))
            }
        }
        for (name, metrics) in report.itemItem {
            for metric in [
                "hit_rate@10", "ndcg@10", "genre_jaccard@10", "held_out_users_ndcg@10",
                "coverage@10",
            ] {
                let value = try #require(metrics[metric], "\(name) \(metric)")
                #expect((0...1).contains(value))
            }
        }
        let table = report.description
        for name in report.userMovie.keys { #expect(table.contains("\n\(name)")) }
        #expect(["popularity", "item_knn"].contains(report.aboveBestBaseline.baseline))
    }

    @Test("all baselines are tuned, judged like the others, and told with what was chosen")
    func allBaselines() throws {
        let folder = try HeldFolder()
        var settings = try settings(in: folder)
        settings.baselines = .all
        settings.split = .random
        let report = try EvaluateJob.run(settings, observer: .silent)
        #expect(
            Set(report.userMovie.keys) == ["model", "popularity", "item_knn", "ease", "ials"]
        )
        #expect(
            Set(report.itemItem.keys)
                == ["model", "popularity", "count", "cosine", "damped_lift", "ease"]
        )
        #expect(report.itemItem["ease"]?["held_out_users_ndcg@10"] != nil)
        #expect(report.itemItem["ease"]?["genre_jaccard@10"] != nil)
        #expect(report.tuning.ials != nil)
        let table = report.description
        let chosen = try #require(report.tuning.easeRegularisation)
        #expect(table.contains("\nease: regularisation \(chosen) for users"))
        // The comparison is with the best of all that are shown.
        let best = report.userMovie.filter { $0.key != "model" }
            .max { ($0.value["ndcg@20"] ?? 0) < ($1.value["ndcg@20"] ?? 0) }
        #expect(
            report.userMovie[report.aboveBestBaseline.baseline]?["ndcg@20"]
                == best?.value["ndcg@20"]
        )
    }

    @Test(
        "users and movies that training never saw are judged beside what is known without them",
        arguments: [.random, .last] as [SplitKind]
    )
    func unseen(split: SplitKind) throws {
        let folder = try HeldFolder()
        var settings = try settings(in: folder)
        settings.split = split
        settings.judgesUnseen = true
        let report = try EvaluateJob.run(settings, observer: .silent)
        let users = try #require(report.unseenUsers)
        #expect(Set(users.keys) == ["from_five_ratings", "trained", "popularity"])
        for metrics in users.values {
            #expect(metrics.names == ["ndcg@20", "recall@20"])
            #expect((0...1).contains(metrics["ndcg@20"] ?? -1))
        }
        let movies = try #require(report.coldMovies)
        #expect(Set(movies.keys) == ["content", "genre_popularity"])
        #expect(movies.values.allSatisfy { (0...1).contains($0["ndcg@10"] ?? -1) })
        let table = report.description
        for word in ["\nfrom_five_ratings", "\ncontent", "\ngenre_popularity"] {
            #expect(table.contains(word))
        }
    }

    @Test("a split made elsewhere is judged as it is")
    func given() throws {
        let folder = try HeldFolder()
        try folder.write("user_id,movie_id\na,1\na,2\nb,2\nb,3\n", to: "train.csv")
        try folder.write("user_id,movie_id\na,3\nb,1\nc,1\n", to: "test.csv")
        var settings = JobSettings(input: InputFiles(ratings: "\(folder.path)/train.csv"))
        settings.recipe = .tiny
        let report = try EvaluateJob.run(
            settings,
            test: "\(folder.path)/test.csv",
            observer: .silent
        )
        #expect(report.split == "given")
        #expect(report.data.train == 4 && report.data.test == 3)
        #expect(report.data.judgedUsers == 2 && report.data.unseenUsers == 1)
        // One movie is left for each judged user, and it is the right one.
        #expect(report.userMovie["model"]?["recall@10"] == 1)
        #expect(report.userMovie["popularity"]?["ndcg@20"] == 1)
    }

    @Test("a split by time needs times")
    func untimed() throws {
        let folder = try HeldFolder()
        try folder.write("user_id,movie_id\na,1\na,2\nb,2\n", to: "ratings.csv")
        var settings = JobSettings(input: InputFiles(ratings: "\(folder.path)/ratings.csv"))
        settings.recipe = .tiny
        settings.split = .last
        #expect(throws: RatingsError.needsTimestamps(purpose: "the split last")) {
            _ = try EvaluateJob.run(settings, observer: .silent)
        }
    }

    @Test("the report is read back from JSON as it was")
    func json() throws {
        let folder = try HeldFolder()
        let report = try EvaluateJob.run(try settings(in: folder), observer: .silent)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = try encoder.encode(report)
        let read = try JSONDecoder().decode(EvaluationReport.self, from: json)
        #expect(try encoder.encode(read) == json)
        #expect(read.userMovie == report.userMovie)
    }

    private func settings(in folder: HeldFolder) throws -> JobSettings {
        var synthesis = Synthesis()
        synthesis.userCount = 40
        synthesis.movieCount = 30
        synthesis.ratingCount = 560
        try synthesis.write(to: "\(folder.path)/data")
        var settings = JobSettings(
            input: InputFiles(
                ratings: "\(folder.path)/data/ratings.csv",
                movies: "\(folder.path)/data/movies.csv"
            )
        )
        settings.recipe = .tiny
        return settings
    }
}
