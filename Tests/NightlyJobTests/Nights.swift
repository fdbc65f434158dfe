import Fixtures
import Foundation
import Ratings
import Testing

@testable import NightlyJob

/// A small site whose ratings change from night to night.
final class Nights {
    var settings: JobSettings
    /// Lines of the file, the header left out.
    var ratings: [String]
    private var movies: [String]
    private let folder: HeldFolder

    init() throws {
        folder = try HeldFolder()
        var synthesis = Synthesis()
        (synthesis.userCount, synthesis.movieCount) = (150, 79)
        synthesis.ratingCount = 2_000
        try synthesis.write(to: "\(folder.path)/data")
        settings = JobSettings(
            input: InputFiles(
                ratings: "\(folder.path)/data/ratings.csv",
                movies: "\(folder.path)/data/movies.csv"
            )
        )
        settings.recipe = .tiny
        settings.split = .random
        // Two epochs do not make a model that is better than popularity.
        settings.gates[.abovePopularity] = nil
        settings.top = 12
        settings.output = "\(folder.path)/output"
        ratings = try folder.text("data/ratings.csv").split(separator: "\n").dropFirst()
            .map(String.init)
        movies = try folder.text("data/movies.csv").split(separator: "\n").dropFirst()
            .map(String.init)
    }

    var output: String { settings.output }

    /// Takes the time off every rating.
    func forgetTimes() {
        ratings = ratings.map { $0.split(separator: ",")[..<3].joined(separator: ",") }
    }

    /// Gives every movie a new id, made from its number.
    func renumber(_ id: (Int) -> String) {
        func renumbered(_ line: String, at place: Int) -> String {
            var fields = line.split(separator: ",", omittingEmptySubsequences: false)
                .map(String.init)
            fields[place] = Int(fields[place]).map(id) ?? ""
            return fields.joined(separator: ",")
        }
        movies = movies.map { renumbered($0, at: 0) }
        ratings = ratings.map { renumbered($0, at: 1) }
    }

    private var header: String {
        let columns = ["userId", "movieId", "rating", "timestamp"]
        let count = ratings.first?.split(separator: ",").count ?? columns.count
        return columns.prefix(count).joined(separator: ",")
    }

    /// Publishes a night.
    func run() throws -> String {
        try folder.write(
            ([header] + ratings).joined(separator: "\n") + "\n",
            to: "data/ratings.csv"
        )
        try folder.write(
            (["movieId,title,genres"] + movies).joined(separator: "\n") + "\n",
            to: "data/movies.csv"
        )
        return try NightlyJob(settings, observer: .silent).run()
    }

    /// Runs a night whose gates close.
    func closed() throws -> GatesClosed { try #require(throws: GatesClosed.self) { try run() } }
}
