import ArgumentParser
import Cores
import Evaluation
import Foundation
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

    @Option(help: "The format of the files. (default: told from their first lines)")
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
        help: "default, tutorial, or a JSON file of the shape that report.json shows as recipe.",
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
    @Flag(help: "Tell on stderr what is done, with the loss of every epoch.")
    var verbose = false

    var observer: JobObserver { .stderr(isVerbose: verbose) }
}

extension Recipe {
    /// A recipe of ours, or one that somebody has written down.
    init(nameOrPath: String) throws {
        if let known = Recipe.all.first(where: { $0.name == nameOrPath }) {
            self = known
            return
        }
        guard let json = FileManager.default.contents(atPath: nameOrPath) else {
            let names = Recipe.all.map(\.name).joined(separator: " and ")
            throw ValidationError(
                "no recipe \"\(nameOrPath)\" and no such file; there are \(names)"
            )
        }
        do {
            self = try JSONDecoder().decode(Recipe.self, from: json)
        } catch DecodingError.keyNotFound(let key, _) {
            throw ValidationError("\(nameOrPath): the key \(key.stringValue) is missing")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(
            _,
            let context
        )
        {
            throw Self.wrongKind(at: context, in: nameOrPath)
        } catch {
            throw ValidationError("\(nameOrPath): is not a recipe in JSON")
        }
        let keys = try JSONSerialization.jsonObject(with: JSONEncoder().encode(self))
        if let key = Self.unknownKey(in: try JSONSerialization.jsonObject(with: json), beside: keys)
        {
            throw ValidationError("\(nameOrPath): no recipe has the key \(key)")
        }
        if let fault { throw ValidationError("\(nameOrPath): \(fault)") }
        // One of ours that was edited is no longer ours.
        if Recipe.all.contains(where: { $0.name == name && $0 != self }) {
            name = URL(fileURLWithPath: nameOrPath).lastPathComponent
        }
    }

    private static func wrongKind(
        at context: DecodingError.Context,
        in path: String
    ) -> ValidationError {
        // The place in a list says nothing to people.
        let key = context.codingPath.filter { $0.intValue == nil }.map(\.stringValue)
            .joined(separator: ".")
        return ValidationError("\(path): the value of \(key) is of the wrong kind")
    }

    /// The first key, by name, of an object in JSON that another has not; `nil` if there is none.
    ///
    /// It comes with the keys that lead to it and the nearest that is known. A key of null counts as
    /// none.
    private static func unknownKey(in given: Any, beside known: Any) -> String? {
        guard let given = given as? [String: Any] else { return nil }
        let known = known as? [String: Any] ?? [:]
        for (key, value) in given.sorted(by: { $0.key < $1.key }) where !(value is NSNull) {
            guard let counterpart = known[key] else {
                let nearest = suggestions(for: key, among: known.keys.sorted(), most: 1)
                return key + (nearest.first.map { "; nearest: \($0)" } ?? "")
            }
            if let inner = unknownKey(in: value, beside: counterpart) { return "\(key).\(inner)" }
        }
        return nil
    }
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
