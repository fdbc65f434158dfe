import Evaluation
import Ratings
import TwoTower

/// Everything that decides what a run does.
///
/// Defaults are written here and nowhere else.
package struct JobSettings: Sendable {
    package var input: InputFiles
    /// Pairs of movies for the item-to-item model, instead of co-rated ones.
    package var pairs: String?
    /// What people expect of neighbours, scored by every run.
    package var spotChecks: String?
    /// Where runs are published.
    package var output = Self.defaultOutput
    /// The length of every list.
    package var top = Self.defaultTop
    package var recipe = Recipe.standard
    package var seed = Self.defaultSeed
    /// How ratings are held out; `nil` for `time` where there are timestamps, else `random`.
    package var split: SplitKind?
    /// Whether lists may hold movies that the user has rated.
    package var includesSeen = false
    /// Whether models and baselines are judged on held-out ratings before the final training.
    package var evaluates = true
    /// Which baselines stand beside the models.
    package var baselines = BaselineSet.quick
    /// Whether `evaluate` also judges lists for users and movies that training never saw.
    package var judgesUnseen = false
    /// Whether training begins from the parameters of the run that is published now.
    package var startsWarm = false
    /// When the lists will be shown, in seconds since 1970; `nil` for the newest rating's time.
    package var now: Int64?
    /// What tonight's numbers are held to before `current` moves.
    package var gates = GateBounds()
    /// Whether the run is published although gates are closed.
    package var forcesPublication = false
    /// Whether the run begins although the machine has less than it will take.
    package var ignoresResources = false
    /// The most minutes that a run may be predicted to take; `nil` for any.
    package var mostMinutes: Double?

    package static let defaultOutput = "output"
    package static let defaultTop = 100
    package static let defaultSeed: UInt64 = 1

    package init(input: InputFiles) { self.input = input }

    /// Settings to export lists: the ratings are those of a saved model, and nothing else is read.
    package static func exporting(from model: String) -> JobSettings {
        JobSettings(input: InputFiles(ratings: "\(model)/\(ModelFolder.interactions)"))
    }
}
