import ArgumentParser
import Foundation
import NightlyJob
import Publishing
import Ratings
import TwoTower
import Yams

struct Tune: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Search the settings of both models; write a job file for run --config.",
        discussion: """
            Ratings that evaluate would hold out are not looked at. The same seed draws the same \
            trials and each gives the same score; how many there is time for depends on the machine. \
            SIGINT or SIGTERM ends the search after the trial in progress.
            """
    )

    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup(title: "Training") var training: TrainingOptions

    @Option(help: "How ratings are held out. (default: time, or random without timestamps)")
    var split: SplitKind?

    @Option(
        help: "No trial begins after this time: 90s, 10m or 2h.",
        transform: { try Tune.duration($0) }
    )
    var budget = Duration.seconds(600)

    @Option(help: "The folder to make, for job.yaml, with absolute paths, and recipe.json.")
    var into: String

    @OptionGroup var log: LogOptions

    private static let jobFile = "job.yaml"
    private static let recipeFile = "recipe.json"

    func run() throws {
        var settings = try input.settings()
        training.apply(to: &settings)
        settings.split = split
        StopRequest.listen()
        try WholeFolder.write(to: into) { folder in
            let report = try TuneJob(settings, observer: log.observer).run(budget: budget) {
                StopRequest.isMade
            }
            print(report)
            try DurableFile.write(json: report.recipe, to: "\(folder)/\(Self.recipeFile)")
            try DurableFile.write(
                Data(try jobFile(recipe: "\(into)/\(Self.recipeFile)").utf8),
                to: "\(folder)/\(Self.jobFile)"
            )
        }
        print("\ntwotower run --config \(path("\(into)/\(Self.jobFile)"))")
    }

    /// The flags that made the recipe, as keys, and the recipe.
    private func jobFile(recipe: String) throws -> String {
        let keys: [(String, String?)] = [
            ("ratings", input.ratings.map(path)), ("movies", input.movies.map(path)),
            ("users", input.users.map(path)), ("pairs", input.pairs.map(path)),
            ("tolerate", input.tolerate == .none ? nil : input.tolerate.argument),
            ("format", input.format?.rawValue),
            ("user-column", input.userColumn), ("movie-column", input.movieColumn),
            ("rating-column", input.ratingColumn), ("timestamp-column", input.timestampColumn),
            ("recipe", path(recipe)), ("seed", "\(training.seed)"), ("split", split?.rawValue),
        ]
        let given = keys.compactMap { key, value in value.map { (Node(key), Node($0)) } }
        return try Yams.serialize(node: Node(given))
    }

    /// A path that is good wherever the job file is used.
    private func path(_ given: String) -> String {
        URL(fileURLWithPath: given).standardizedFileURL.path
    }

    /// A number with its unit.
    private static func duration(_ text: String) throws -> Duration {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()),
            (1...1_000_000).contains(count)
        else { throw ValidationError("\(text) is no time such as 90s, 10m or 2h") }
        return .seconds(count * unit)
    }
}
