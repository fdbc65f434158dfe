import ArgumentParser
import Cores
import Evaluation
import NightlyJob
import Ratings
import TwoTower

/// Where the ratings stand and how to read them.
struct InputOptions: ParsableArguments {
    @Option(help: "The file of ratings.")
    var ratings: String?

    @Option(help: "The catalogue: titles, years, genres. Without it, the rated movies are all.")
    var movies: String?

    @Option(help: "What is known of users.")
    var users: String?

    @Option(help: "Pairs of movies for the item-to-item model: query_id,candidate_id[,weight].")
    var pairs: String?

    @Option(
        help: "How many wrong records of each file to pass over: a number, or a share like 0.1%."
    )
    var tolerate = Tolerance.none

    @Option(
        help:
            "The format of the files; headerless of ratings alone. (default: told from their first lines)"
    )
    var format: InputFormat?

    @Option(help: "The column of user ids, if the header names it unusually.")
    var userColumn: String?

    @Option(help: "The column of movie ids; of a catalogue too, if it has one of that name.")
    var movieColumn: String?

    @Option(help: "The column of ratings.")
    var ratingColumn: String?

    @Option(help: "The column of timestamps, in seconds since 1970.")
    var timestampColumn: String?

    func validate() throws {
        let columns = [
            ("--user-column", userColumn), ("--movie-column", movieColumn),
            ("--rating-column", ratingColumn), ("--timestamp-column", timestampColumn),
        ]
        for (place, (flag, name)) in columns.enumerated() where name != nil {
            guard let other = columns[..<place].first(where: { $0.1 == name }) else { continue }
            throw ValidationError("\(other.0) and \(flag) name the same column")
        }
    }

    private func files(ratings: String) -> InputFiles {
        var files = InputFiles(
            ratings: ratings,
            movies: movies,
            users: users,
            format: format,
            columns: ColumnNames(
                user: userColumn,
                movie: movieColumn,
                rating: ratingColumn,
                timestamp: timestampColumn
            )
        )
        files.tolerance = tolerate
        return files
    }

    /// The settings of a job on these files, with ratings of another name.
    func settings(ratings: String) -> JobSettings {
        var settings = JobSettings(input: files(ratings: ratings))
        settings.pairs = pairs
        return settings
    }

    /// The settings of a job on these files.
    func settings() throws -> JobSettings {
        guard let ratings else {
            throw ValidationError("--ratings FILE is missing")
        }
        return settings(ratings: ratings)
    }
}

/// How models are trained.
struct TrainingOptions: ParsableArguments {
    @Option(
        help: "default, tutorial, or a JSON file like settings.recipe of a report.json.",
        transform: Recipe.init(nameOrPath:)
    )
    var recipe = Recipe.standard

    @Option(help: "The only source of chance: the same seed gives the same bytes.")
    var seed = JobSettings.defaultSeed

    @Option(help: "The most cores to use; changes the time and nothing else. (default: all)")
    var threads: Int?

    func validate() throws {
        guard (threads ?? 1) >= 1 else { throw ValidationError("--threads must be at least 1") }
    }

    func apply(to settings: inout JobSettings) {
        settings.recipe = recipe
        settings.seed = seed
        if let threads { Cores.limit = threads }
    }
}

/// When lists will be shown.
struct MomentOption: ParsableArguments {
    @Option(
        help: "When the lists are for, in seconds since 1970. (default: the newest rating's time)"
    )
    var now: Int64?

    func validate() throws {
        guard (now ?? 0).magnitude <= 100_000_000_000 else {
            throw ValidationError("--now must be seconds since 1970, before the year 5138")
        }
    }

    func apply(to settings: inout JobSettings) { settings.now = now }
}

/// What lists are like.
struct ListOptions: ParsableArguments {
    @Option(help: "The length of every list.")
    var top = JobSettings.defaultTop

    @Flag(help: "Let lists hold movies that the user has rated.")
    var includeSeen = false

    func validate() throws { try Self.check(top: top) }

    /// Refuses lengths that no list has.
    static func check(top: Int) throws {
        guard (1...10_000).contains(top) else {
            throw ValidationError("--top must be between 1 and 10,000")
        }
    }

    func apply(to settings: inout JobSettings) {
        settings.top = top
        settings.includesSeen = includeSeen
    }
}

/// How much is told on the way.
struct LogOptions: ParsableArguments {
    @Flag(help: "Tell on stderr what is done; of training, the loss of every epoch.")
    var verbose = false

    var observer: JobObserver { .stderr(isVerbose: verbose) }
}

extension InputFormat: ExpressibleByArgument {}

extension Tolerance: ExpressibleByArgument {
    /// A whole number of records, or a share of them in per cent.
    package init?(argument: String) {
        if argument.hasSuffix("%") {
            guard let percent = Double(argument.dropLast()), (0...100).contains(percent) else {
                return nil
            }
            self = .share(percent / 100)
        } else {
            guard let count = Int(argument), count >= 0 else { return nil }
            self = .records(count)
        }
    }

    /// What `init(argument:)` reads.
    var argument: String {
        switch self {
        case .records(let most): "\(most)"
        case .share(let most): "\(most * 100)%"
        }
    }
}

extension SplitKind: ExpressibleByArgument {}
extension BaselineSet: ExpressibleByArgument {}
extension PublicDataset: ExpressibleByArgument {}
extension DatasetFetcher.Source: ExpressibleByArgument {}
