import Foundation
import Ratings
import Testing
import TwoTower

@testable import NightlyJob

@Suite("forecasts of memory, disk and time")
struct ResourceForecastTests {
    @Test("the numbers are those of the formulas")
    func formulas() {
        // 40 users U1…U40, 30 movies "Film 1 (1999)", 10 ratings each.
        let dataset = Dataset.random(users: 40, movies: 30, each: 10, seed: 1)
        let recipe = Recipe.tiny
        var settings = JobSettings.exporting(from: "model")
        settings.top = 5
        settings.evaluates = false
        let forecast = ResourceForecast(of: dataset, settings, recipe: recipe, trained: .inTurn)
        // d = e = 8: both models are trained at once, with pairs as tables.
        let training = 32 * 8 * 70 + 32 * 8 * 60 + 2 * 32 * 30 * 136 + 6 * 900
        #expect(forecast.memoryBytes == 120_000_000 + 140 * 400 + training)
        func memory(_ trainings: ResourceForecast.Trainings) -> Int {
            ResourceForecast(of: dataset, settings, recipe: recipe, trained: trainings).memoryBytes
        }
        #expect(memory(.sideBySide) == forecast.memoryBytes + training)
        // Ids of users: 9 of 2 letters and 31 of 3; of movies: 9 of 1 and 21 of 2.
        let (userID, movieID, title) = (111.0 / 40, 51.0 / 30, 411.0 / 30)
        let users = 200 * (userID + movieID + 30)
        let movies = 150 * 2 * (movieID + title + 15)
        let model = 8 * 8 * 70 + 16 * 8 * 30 + 16 * 400
        let names = 40 * (userID + 30) + 90 * (movieID + 35)
        #expect(forecast.diskBytes == model + Int(users + movies + names))
        let ranking = 30 * (40 * 8 + 30 * 8)
        let userMovie = 3 * 8 * 2 * 30 * (160 + 40)
        let itemItem = 8 * 2 * (3 * 900 + 2 * 900)
        let products = Double(ranking + userMovie + itemItem)
        // Kin: each rating is looked at once for each of its user's ten.
        let seconds = products / 1.5e10 + 750 / 2e6 + 4000 / 2e8
        #expect(abs(forecast.coreSeconds - seconds) < 1e-9)
    }

    @Test("without timestamps there are other epochs, and no blocks in them")
    func withoutTime() {
        var recipe = Recipe.tiny
        recipe.userMovie.training.epochs = 2
        recipe.userMovie.wholeTasteEpochs = 6
        var settings = JobSettings.exporting(from: "model")
        settings.evaluates = false
        func coreSeconds(isTimed: Bool) -> Double {
            let dataset = Dataset(
                [[0, 1, 2, 3], [3, 2, 1, 0]],
                movies: (1...4).map { MovieDescription(title: "Film \($0)") },
                isTimed: isTimed
            )
            return ResourceForecast(of: dataset, settings, recipe: recipe, trained: .inTurn)
                .coreSeconds
        }
        // Eight parts of one rating; with time, one block for each user beside them.
        let products = 3 * 8 * 4 * (6 * 8 - 2 * (8 + 2))
        let difference = coreSeconds(isTimed: false) - coreSeconds(isTimed: true)
        #expect(abs(difference - Double(products) / 1.5e10) < 1e-12)
    }

    @Test("a run takes no more disk than predicted, and not much less")
    func disk() throws {
        let nights = try Nights()
        let run = try nights.run()
        let json = try #require(FileManager.default.contents(atPath: "\(run)/report.json"))
        let report = try JSONDecoder().decode(RunReport.self, from: json)
        var bytes = 0
        for name in try FileManager.default.subpathsOfDirectory(atPath: run)
        where name.hasSuffix(".csv") || name.hasSuffix(".safetensors") {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(run)/\(name)")
            bytes += (attributes[.size] as? Int) ?? 0
        }
        #expect(bytes < report.forecast.diskBytes)
        #expect(bytes > report.forecast.diskBytes / 2)
        #expect(report.peakMemoryBytes > 10_000_000)
    }

    @Test("what the machine lacks is told with both numbers")
    func shortage() throws {
        let forecast = try JSONDecoder().decode(
            ResourceForecast.self,
            from: Data(
                #"{"memory_bytes": 2000000000, "disk_bytes": 500000000, "core_seconds": 7200}"#.utf8
            )
        )
        func error(memory: Int?, disk: Int?, minutes: Double?) -> String? {
            ResourceError(
                forecast,
                memoryBytes: memory,
                diskBytes: disk,
                cores: 2,
                mostMinutes: minutes
            )?.description
        }
        #expect(error(memory: 2_000_000_000, disk: 500_000_000, minutes: 60) == nil)
        #expect(error(memory: nil, disk: nil, minutes: nil) == nil)
        #expect(
            error(memory: 1_999_999_999, disk: 1_290_000, minutes: 59.5)
                == "not begun: 2000 MB of memory needed, 1999 MB free; 500 MB of disk needed,"
                + " 1.2 MB free; 60 minutes needed on 2 cores, 59.5 allowed;"
                + " --ignore-resources begins all the same"
        )
    }
}
