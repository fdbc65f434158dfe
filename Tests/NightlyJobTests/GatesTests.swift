import Fixtures
import Foundation
import Publishing
import Ratings
import Testing

@testable import NightlyJob

@Suite("gates between two nights")
struct GatesTests {
    @Test("a first night has nothing to compare with, and says so")
    func firstNight() throws {
        let nights = try Nights()
        let gates = try report(at: try nights.run()).gates
        #expect(gates.lastNight == nil && gates.comparisonSkipped == "first night")
        #expect(gates.verdicts.map(\.gate) == Gate.allCases)
        #expect(gates.closed.isEmpty && !gates.forced)
        #expect(try verdict(.ratingsLost, gates).detail == "first night")
        #expect(try verdict(.incompleteLists, gates).number == 0)
        #expect(try verdict(.ndcg, gates).state == .off)
        #expect(try verdict(.abovePopularity, gates).state == .off)
    }

    @Test("a night with a few more ratings opens every gate")
    func normalNight() throws {
        let nights = try Nights()
        nights.settings.recipe.userMovie.training.epochs = 12
        let all = nights.ratings
        nights.ratings = all.enumerated().filter { $0.offset % 50 != 7 }.map(\.element)
        let first = try nights.run()
        nights.ratings = all
        let gates = try report(at: try nights.run()).gates
        #expect(gates.closed.isEmpty, "\(gates.closed)")
        #expect(first.hasSuffix("/\(try #require(gates.lastNight))"))
        for gate in Gate.allCases where gate != .failedSpotChecks {
            #expect(try verdict(gate, gates).number != nil, "\(gate)")
        }
    }

    @Test("half the ratings missing: ratings_lost closes, yesterday stays, the run is kept whole")
    func halfMissing() throws {
        let nights = try Nights()
        let first = try nights.run()
        let count = nights.ratings.count
        nights.ratings = nights.ratings.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
        let error = try nights.closed()
        #expect(error.closed.contains { $0.gate == .ratingsLost })
        #expect(error.description.contains("ratings_lost 0.5 is above 0.2 (\(count / 2) of"))
        #expect(try RunHistory.currentFolder(in: nights.output) == first)
        let path = try #require(error.path)
        #expect(path.hasPrefix("\(nights.output)/rejected/"))
        #expect(try report(at: path).gates.closed == error.closed)
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        #expect(
            try names.sorted() == FileManager.default.contentsOfDirectory(atPath: first).sorted()
        )
    }

    @Test("movies renumbered: neighbour_overlap closes")
    func renumbered() throws {
        let nights = try Nights()
        _ = try nights.run()
        // The same films under each other's numbers.
        nights.renumber { "\(($0 * 37) % 79 + 1)" }
        let error = try nights.closed()
        #expect(error.closed.contains { $0.gate == .neighbourOverlap }, "\(error)")
        #expect(!error.closed.contains { $0.gate == .moviesLost })
    }

    @Test("movies and users under new ids: movies_lost and users_lost close")
    func newIDs() throws {
        let nights = try Nights()
        _ = try nights.run()
        nights.renumber { "tt\($0)" }
        nights.ratings = nights.ratings.map { "u" + $0 }
        let error = try nights.closed()
        #expect(Set(error.closed.map(\.gate)).isSuperset(of: [.moviesLost, .usersLost]))
        #expect(error.description.contains("movies_lost 1 is above 0.2 (79 of 79 movies)"))
    }

    @Test("one movie's ratings multiplied by a bot: surge closes and names the movie")
    func bot() throws {
        let nights = try Nights()
        _ = try nights.run()
        nights.ratings += (0..<200).map { "bot\($0),7,5.0,1700000000" }
        let error = try nights.closed()
        let surge = try #require(error.closed.first { $0.gate == .surge })
        #expect(surge.number == 1)
        #expect(surge.detail == "movie 7 Synthetic Film 7 (1956): 200 of 200 new ratings")
    }

    @Test("quality below a floor or below last night closes")
    func quality() throws {
        let nights = try Nights()
        nights.settings.gates[.ndcg] = 1
        let error = try nights.closed()
        #expect(error.closed.map(\.gate) == [.ndcg])
        #expect(try RunHistory.currentFolder(in: nights.output) == nil)
        nights.settings.gates[.ndcg] = nil
        _ = try nights.run()
        // Nothing may be lost, and less than nothing is not lost.
        nights.settings.gates[.recallDrop] = -0.5
        #expect(try nights.closed().closed.map(\.gate) == [.recallDrop])
    }

    @Test("a model that is surely worse than popularity is not published")
    func popularity() throws {
        let nights = try Nights()
        // It learns nothing.
        nights.settings.recipe.userMovie.training.learningRate = 1e-9
        nights.settings.gates[.abovePopularity] = 0
        let error = try nights.closed()
        #expect(error.closed.map(\.gate) == [.abovePopularity])
        #expect(error.closed[0].number ?? 0 < 0)
    }

    @Test("old ratings close a gate that asks for new ones")
    func age() throws {
        let nights = try Nights()
        nights.settings.gates[.inputAgeHours] = 24
        let error = try nights.closed()
        #expect(error.closed.map(\.gate) == [.inputAgeHours])
        #expect(error.closed[0].detail?.hasPrefix("the newest rating is of 20") == true)
    }

    @Test("a rating that is of the future closes a gate by itself")
    func ahead() throws {
        let nights = try Nights()
        let day = Int(Date().timeIntervalSince1970) + 86_400
        let fields = nights.ratings.removeLast().split(separator: ",")
        func add(_ time: Int) {
            nights.ratings.append((fields[..<3] + ["\(time)"]).joined(separator: ","))
        }
        add(day - 3_600)
        _ = try nights.run()
        nights.ratings.removeLast()
        add(day + 3_600)
        #expect(try nights.closed().closed.map(\.gate) == [.inputAheadHours])
    }

    @Test("force publishes in spite of closed gates, and the report keeps both")
    func force() throws {
        let nights = try Nights()
        nights.settings.gates[.ndcg] = 1
        nights.settings.forcesPublication = true
        let path = try nights.run()
        #expect(try RunHistory.currentFolder(in: nights.output) == path)
        let gates = try report(at: path).gates
        #expect(gates.forced && gates.closed.map(\.gate) == [.ndcg])
    }

    @Test("after going back and publishing, one goes back past the bad night")
    func rollBackPastBadNight() throws {
        let nights = try Nights()
        let runs = try (1...2).map { _ in try nights.run() }
        _ = try RunFolder.rollBack(nights.output, to: nil)
        let third = try nights.run()
        #expect(try RunHistory.folder(before: third) == runs[0])
        _ = try RunFolder.rollBack(nights.output, to: nil)
        #expect(try RunHistory.currentFolder(in: nights.output) == runs[0])
    }

    @Test(
        "a last night that is there and cannot be read closes what compares with it",
        arguments: [Damage.report, .length, .lists, .heads, .movies, .gone, .elsewhere]
    )
    private func unreadableLastNight(damage: Damage) throws {
        let nights = try Nights()
        try damage.strike(try nights.run(), in: nights.output)
        let error = try nights.closed()
        let overlap: Set<Gate> = [.userOverlap, .neighbourOverlap]
        #expect(Set(error.closed.map(\.gate)).isSuperset(of: overlap))
        #expect(error.closed.allSatisfy { $0.gate.comparesNights && $0.number == nil })
        #expect(error.description.contains("user_overlap, neighbour_overlap, ratings_lost"))
        #expect(error.description.contains(" cannot be measured: last night cannot be read: "))
        #expect(error.description.contains("; --force publishes; the run is in "))
        nights.settings.forcesPublication = true
        let gates = try report(at: try nights.run()).gates
        #expect(gates.comparisonSkipped?.hasPrefix("last night cannot be read: ") == true)
        nights.settings.forcesPublication = false
        _ = try nights.run()
    }

    private enum Damage {
        case report, length, lists, heads, movies, gone, elsewhere

        func strike(_ run: String, in output: String) throws {
            let files = FileManager.default
            switch self {
            case .report:
                try "{".write(toFile: "\(run)/report.json", atomically: false, encoding: .utf8)
            case .length:
                let report = try String(contentsOfFile: "\(run)/report.json", encoding: .utf8)
                let damaged = report.replacing("\"top\" : 12", with: "\"top\" : -1")
                #expect(damaged != report)
                try damaged.write(
                    toFile: "\(run)/report.json",
                    atomically: false,
                    encoding: .utf8
                )
            case .lists: try files.removeItem(atPath: "\(run)/movie_neighbours.csv")
            case .heads:
                let file = "\(run)/movie_neighbours.csv"
                let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
                try lines.filter { $0.split(separator: ",")[1] != "1" }.joined(separator: "\n")
                    .write(toFile: file, atomically: false, encoding: .utf8)
            case .movies: try files.removeItem(atPath: "\(run)/movies.csv")
            case .gone: try files.moveItem(atPath: run, toPath: "\(output)/away")
            case .elsewhere:
                let away = "\(output)/away/\((run as NSString).lastPathComponent)"
                try files.createDirectory(atPath: away, withIntermediateDirectories: true)
                try files.removeItem(atPath: "\(output)/current")
                try files.createSymbolicLink(
                    atPath: "\(output)/current",
                    withDestinationPath: away
                )
            }
        }
    }

    @Test("a gate that is off stays open for a last night that cannot be read")
    func unreadableAndOff() throws {
        let nights = try Nights()
        try Damage.gone.strike(try nights.run(), in: nights.output)
        for gate in Gate.allCases where gate.comparesNights { nights.settings.gates[gate] = nil }
        #expect(try report(at: try nights.run()).gates.closed.isEmpty)
    }

    @Test("a bound that somebody has set closes where there is no number; a standard one does not")
    func unmeasured() throws {
        let nights = try Nights()
        nights.settings.evaluates = false
        let checks = "\(nights.output)-checks.csv"
        try "movie,expectation,neighbour\n".write(
            toFile: checks,
            atomically: false,
            encoding: .utf8
        )
        nights.settings.spotChecks = checks
        nights.forgetTimes()
        let asked: [Gate] = [.ndcg, .recall, .hitRate, .inputAgeHours, .failedSpotChecks]
        for gate in asked { nights.settings.gates[gate] = 0 }
        let error = try nights.closed()
        #expect(error.closed.map(\.gate) == asked)
        #expect(
            error.description.hasPrefix(
                "not published: ndcg, recall, hit_rate cannot be measured: not asked for;"
                    + " input_age_hours cannot be measured: no timestamps;"
                    + " failed_spot_checks cannot be measured: the file of spot checks has none;"
            )
        )
        nights.settings.spotChecks = nil
        #expect(try nights.closed().closed.last?.detail == "no file of spot checks")
    }

    @Test("a first night skips what compares with last night, whatever bounds are set")
    func firstNightWithBounds() throws {
        let nights = try Nights()
        nights.settings.evaluates = false
        for gate in Gate.allCases where gate.comparesNights { nights.settings.gates[gate] = 0.1 }
        let gates = try report(at: try nights.run()).gates
        #expect(gates.closed.isEmpty)
        #expect(try verdict(.ndcgDrop, gates).detail == "first night")
    }

    @Test("checks of no movie or of several count as failed")
    func unknownChecks() throws {
        let nights = try Nights()
        let checks = "\(nights.output)-checks.csv"
        try "movie,expectation,neighbour\nHeat,forbidden,1\nSynthetic,forbidden,1\n7,forbidden,7\n"
            .write(toFile: checks, atomically: false, encoding: .utf8)
        nights.settings.spotChecks = checks
        nights.settings.gates[.failedSpotChecks] = 1
        let error = try nights.closed()
        #expect(error.closed.map(\.number) == [2])
        #expect(error.closed[0].detail == "1 hold; no movie or several: \"Heat\", \"Synthetic\"")
        nights.settings.gates[.failedSpotChecks] = 2
        _ = try nights.run()
    }

    @Test("lists of a saved model pass the gates that need no held-out ratings")
    func export() throws {
        let nights = try Nights()
        let first = try nights.run()
        let saved = try ModelFolder(path: first)
        let path = try NightlyJob(nights.settings, observer: .silent).export(saved)
        let gates = try report(at: path).gates
        #expect(try verdict(.ndcgDrop, gates).detail == "lists of a saved model")
        #expect(try verdict(.userOverlap, gates).number == 1)
        #expect(try verdict(.ratingsLost, gates).number == 0)
    }

    private func verdict(_ gate: Gate, _ gates: GateReport) throws -> GateReport.Verdict {
        try #require(gates.verdicts.first { $0.gate == gate })
    }

    private func report(at path: String) throws -> RunReport {
        let json = try #require(FileManager.default.contents(atPath: "\(path)/report.json"))
        return try JSONDecoder().decode(RunReport.self, from: json)
    }
}
