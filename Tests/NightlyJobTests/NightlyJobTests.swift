import Fixtures
import Foundation
import Ratings
import Testing
import TwoTower

@testable import NightlyJob

@Suite("the job")
struct NightlyJobTests {
    @Test("a run is published whole, and its report counts what is in the files")
    func report() throws {
        let folder = try HeldFolder()
        let settings = try settings(in: folder, users: 40, movies: 30, ratings: 560)
        let path = try NightlyJob(settings, observer: .silent).run()
        let json = try #require(FileManager.default.contents(atPath: "\(path)/report.json"))
        let report = try JSONDecoder().decode(RunReport.self, from: json)
        #expect(path.hasSuffix("/" + report.id))
        #expect(report.data.users == 40 && report.data.movies == 30)
        #expect(report.data.ratings == 560)
        #expect(report.settings.top == 7 && report.settings.recipe == .tiny)
        #expect(report.settings.seed == settings.seed)
        for file in ["user_recommendations.csv", "movie_neighbours.csv", "movies.csv"] {
            let lines = try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
                .split(separator: "\n")
            #expect(report.rows.files[file] == lines.count - 1)
        }
        #expect(report.rows.files["user_recommendations.csv"] == 40 * 7)
        #expect(report.rows.files["movie_neighbours.csv"] == 30 * 7)
        for (file, sources) in report.rows.sources {
            #expect(sources.values.reduce(0, +) == report.rows.files[file])
        }
        #expect(report.rows.shortUserLists == 0 && report.rows.shortMovieLists == 0)
        #expect(report.losses.mapValues(\.count) == ["user_movie": 2, "item_item": 2])
        let stages = report.stages.map(\.name)
        // Judging and training may go side by side; whichever is done first is noted first.
        #expect(Set(stages[1...2]) == ["evaluate", "train"])
        #expect(stages[...0] + stages[3...] == ["read", "rank", "judge lists", "gates", "write"])
        let evaluation = try #require(report.evaluation)
        #expect(evaluation.split == "time")
        #expect(evaluation.userMovie["model"]?["ndcg@20"] != nil)
        #expect(evaluation.itemItem["model"]?["genre_jaccard@10"] != nil)
        #expect(report.evaluationSkipped == nil)
    }

    @Test("without evaluation the report says why there is none")
    func noEvaluation() throws {
        let folder = try HeldFolder()
        var settings = try settings(in: folder, users: 20, movies: 16, ratings: 120)
        settings.evaluates = false
        let report = try report(of: NightlyJob(settings, observer: .silent).run())
        #expect(report.evaluation == nil)
        #expect(report.evaluationSkipped == "not asked for")
    }

    @Test("where nothing can be held out, the job goes on and the report says why")
    func nothingHeldOut() throws {
        let folder = try HeldFolder()
        try folder.write("user_id,movie_id\na,1\nb,2\n", to: "ratings.csv")
        var settings = JobSettings(input: InputFiles(ratings: "\(folder.path)/ratings.csv"))
        settings.recipe = .tiny
        settings.output = "\(folder.path)/output"
        let report = try report(of: NightlyJob(settings, observer: .silent).run())
        #expect(report.evaluation == nil)
        #expect(try #require(report.evaluationSkipped).contains("random"))
        #expect(report.rows.files["user_recommendations.csv"] == 2)
        #expect(report.rows.shortUserLists == 2)
        // Nobody rated two movies, so there is no co-rated pair to learn from.
        #expect(report.losses["item_item"] == [0, 0])
    }

    @Test("lists exported from a saved model are those of the run")
    func export() throws {
        let folder = try HeldFolder()
        var settings = try settings(in: folder, users: 30, movies: 20, ratings: 200)
        settings.evaluates = false
        let run = try NightlyJob(settings, observer: .silent).run()
        try NightlyJob(settings, observer: .silent).trainOnly(to: "\(folder.path)/model")
        let saved = try ModelFolder(path: "\(folder.path)/model")
        var exporting = JobSettings.exporting(from: "model")
        exporting.top = settings.top
        exporting.output = "\(folder.path)/exported"
        let exported = try NightlyJob(exporting, observer: .silent).export(saved)
        for file in ["user_recommendations.csv", "movie_neighbours.csv", "movies.csv"] {
            #expect(
                FileManager.default.contents(atPath: "\(run)/\(file)")
                    == FileManager.default.contents(atPath: "\(exported)/\(file)")
            )
            #expect(FileManager.default.contents(atPath: "\(run)/\(file)") != nil)
        }
    }

    @Test("pairs from a file are what the item-to-item model learns")
    func pairs() throws {
        let folder = try HeldFolder()
        var settings = try settings(in: folder, users: 30, movies: 20, ratings: 200)
        // Each film's page leads to the next one's.
        let pairs = (1...20).map { "\($0),\($0 % 20 + 1)" }.joined(separator: "\n")
        try folder.write("query_id,candidate_id\n" + pairs + "\n", to: "pairs.csv")
        settings.pairs = "\(folder.path)/pairs.csv"
        settings.evaluates = false
        settings.recipe.itemItem.training.epochs = 60
        settings.recipe.itemItem.training.batchSize = 4
        settings.recipe.itemItem.training.dimension = 16
        settings.recipe.itemItem.contentScale = 0
        let path = try NightlyJob(settings, observer: .silent).run()
        let text = try String(contentsOfFile: "\(path)/movie_neighbours.csv", encoding: .utf8)
        let rows = text.split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        let first = rows.filter { $0[1] == "1" && $0[4] == "model" }
        #expect(first.count > 10)
        // Films that nobody rated are not in lists.
        let rated = Set(first.map { $0[0] })
        for row in first {
            let next = (Int(row[0]) ?? 0) % 20 + 1
            if rated.contains("\(next)") { #expect(row[2] == "\(next)") }
        }
    }

    @Test("a warm start takes over the rows whose names persist, and says so")
    func warmStart() throws {
        let folder = try HeldFolder()
        var settings = try settings(in: folder, users: 30, movies: 20, ratings: 200)
        settings.evaluates = false
        settings.startsWarm = true
        settings.recipe.userMovie.training.warmEpochs = 1
        let first = try report(of: NightlyJob(settings, observer: .silent).run())
        let cold = try #require(first.start)
        #expect(cold.from == nil && cold.coldBecause == "there is no earlier run")
        #expect(cold.inheritedRows == ["user_movie": 0, "item_item": 0])
        let ratings = try folder.text("data/ratings.csv")
        let time = try #require(ratings.split(separator: "\n")[1].split(separator: ",").last)
        try folder.write(ratings + "newcomer,1,5,\(time)\n", to: "data/ratings.csv")
        let second = try report(of: NightlyJob(settings, observer: .silent).run())
        let warm = try #require(second.start)
        #expect(warm.from == first.id && warm.coldBecause == nil)
        #expect(warm.rows["user_movie"] == cold.rows["user_movie"].map { $0 + 1 })
        #expect(warm.inheritedRows["user_movie"] == cold.rows["user_movie"])
        #expect(warm.inheritedRows["item_item"] == cold.rows["item_item"])
        #expect(second.losses.mapValues(\.count) == ["user_movie": 1, "item_item": 2])
    }

    @Test("models of another recipe are no start")
    func warmStartOfAnotherRecipe() throws {
        let folder = try HeldFolder()
        var settings = try settings(in: folder, users: 30, movies: 20, ratings: 200)
        settings.evaluates = false
        let first = try report(of: NightlyJob(settings, observer: .silent).run())
        #expect(first.start == nil)
        settings.startsWarm = true
        settings.forcesPublication = true
        settings.recipe.itemItem.training.dimension = 4
        let second = try report(of: NightlyJob(settings, observer: .silent).run())
        let start = try #require(second.start)
        #expect(start.from == nil)
        #expect(start.coldBecause == "\(first.id) was made with another recipe")
        #expect(start.inheritedRows == ["user_movie": 0, "item_item": 0])
    }

    private func settings(
        in folder: HeldFolder,
        users: Int,
        movies: Int,
        ratings: Int
    ) throws -> JobSettings {
        var synthesis = Synthesis()
        synthesis.userCount = users
        synthesis.movieCount = movies
        synthesis.ratingCount = ratings
        try synthesis.write(to: "\(folder.path)/data")
        var settings = JobSettings(
            input: InputFiles(
                ratings: "\(folder.path)/data/ratings.csv",
                movies: "\(folder.path)/data/movies.csv"
            )
        )
        settings.recipe = .tiny
        settings.top = 7
        settings.output = "\(folder.path)/output"
        return settings
    }

    private func report(of path: String) throws -> RunReport {
        let json = try #require(FileManager.default.contents(atPath: "\(path)/report.json"))
        return try JSONDecoder().decode(RunReport.self, from: json)
    }
}
