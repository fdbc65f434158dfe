import Publishing
import Ratings
import TwoTower

/// What a job works on: what its input files hold, or what a saved model was made from.
struct JobInput: Sendable {
    let dataset: Dataset
    /// Pairs for the item-to-item model; `nil` for co-rated ones.
    let pairs: ListedPairs?
    /// What was read; `nil` of a saved model.
    let tally: Tally?

    /// What the files held.
    struct Tally: Sendable {
        /// Ratings that a later one of the same user and movie replaced.
        let supersededCount: Int
        /// Records of all files that were wrong and tolerated.
        let refusedCount: Int
        /// Of all files together.
        let byteCount: Int
    }

    /// What a saved model was made from.
    init(saved dataset: Dataset) {
        self.dataset = dataset
        pairs = nil
        tally = nil
    }

    /// Reads the files of a job.
    ///
    /// - Parameters:
    ///   - settings: Say which, and how many records may be wrong.
    ///   - observer: Hears of wrong records, and of pairs and users that teach nothing.
    /// - Throws: `CSVError` or `RatingsError`, at the first thing that is wrong and not tolerated.
    init(reading settings: JobSettings, _ observer: JobObserver) throws {
        let refusals = RefusalLog(observer)
        let outcome = try DatasetReader.read(settings.input, refused: refusals.hear)
        try self.init(outcome, settings, refusals, observer)
    }

    /// Reads the files of a job and those of a split that somebody else has made:
    /// `settings.input.ratings` and `test`.
    ///
    /// - Returns: What all files hold together, and the split.
    /// - Throws: As `init(reading:)`.
    static func reading(
        _ settings: JobSettings,
        test: String,
        _ observer: JobObserver
    ) throws -> (input: JobInput, split: Split) {
        let refusals = RefusalLog(observer)
        let (outcome, split) = try DatasetReader.readSplit(
            settings.input,
            test: test,
            refused: refusals.hear
        )
        return (try JobInput(outcome, settings, refusals, observer), split)
    }

    private init(
        _ outcome: DatasetReader.Outcome,
        _ settings: JobSettings,
        _ refusals: RefusalLog,
        _ observer: JobObserver
    ) throws {
        dataset = outcome.dataset
        pairs = try Self.readPairs(
            settings,
            of: outcome.dataset,
            refused: refusals.hear,
            warn: observer.warn
        )
        refusals.warn()
        let input = settings.input
        if let users = input.users, settings.recipe.userMovie.userContentScale == 0 {
            observer.warn("\(users): changes nothing, as the recipe's userContentScale is 0")
        }
        let files = [input.ratings, input.movies, input.users, settings.pairs].compactMap(\.self)
        tally = Tally(
            supersededCount: outcome.supersededCount,
            refusedCount: refusals.count,
            byteCount: try files.map(DurableFile.byteCount(under:)).reduce(0, +)
        )
    }

    /// Reads the pairs of a job's file, if one is given.
    ///
    /// - Parameters:
    ///   - settings: Name the file.
    ///   - dataset: Its movies are those of the pairs.
    ///   - refused: Hears of every wrong record that is tolerated.
    ///   - counted: Hears how many records were read.
    ///   - warn: Hears of pairs that teach nothing, because nobody has rated their candidate.
    /// - Returns: All pairs; those that teach nothing are left out in training.
    /// - Throws: What `PairsReader` throws, and `RatingsError.unratedCandidates` if all pairs are such.
    static func readPairs(
        _ settings: JobSettings,
        of dataset: Dataset,
        refused: @escaping (RefusedRecord) throws -> Void,
        counted: @escaping (RecordCount) -> Void = { _ in },
        warn: (String) -> Void
    ) throws -> ListedPairs? {
        guard let path = settings.pairs else { return nil }
        let pairs = try PairsReader.read(
            path,
            of: dataset.catalogue.vocabulary,
            tolerating: settings.input.tolerance,
            refused: refused,
            counted: counted
        )
        let (all, unrated) = (pairs.count, pairs.unratedCount(in: dataset.interactions))
        guard unrated < all else { throw RatingsError.unratedCandidates(path: path) }
        if unrated > 0 {
            warn("\(path): \(unrated) of \(all) pairs left out: nobody has rated their candidate")
        }
        return ListedPairs(pairs: pairs)
    }

    /// What reading has handled.
    var work: StageClock.Work {
        StageClock.Work(
            rows: dataset.interactions.count + (tally?.supersededCount ?? 0),
            bytes: tally?.byteCount
        )
    }
}
