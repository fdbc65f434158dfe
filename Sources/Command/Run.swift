import ArgumentParser
import Evaluation
import NightlyJob
import Ratings

struct Run: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The job: read, train, judge, rank for everybody, publish."
    )

    @Option(
        help: """
            A job file in YAML; its keys are these flags. A flag's value wins over the file's; what the \
            file switches on stays on.
            """
    )
    var config: String?

    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup(title: "Training") var training: TrainingOptions
    @OptionGroup(title: "Training") var moment: MomentOption
    @OptionGroup(title: "Lists") var lists: ListOptions

    @OptionGroup(title: "Gates") var gates: GateOptions

    @Option(help: "Where runs are published.")
    var output = JobSettings.defaultOutput

    @Option(help: "How ratings are held out. (default: time, or random without timestamps)")
    var split: SplitKind?

    @Option(help: "quick, or all: EASE and iALS too, each tuned by a small grid.")
    var baselines = BaselineSet.quick

    @Flag(help: "Train on everything at once, without held-out metrics.")
    var noEvaluation = false

    @Flag(help: "Begin training from the models that are published now: fewer epochs.")
    var warmStart = false

    @OptionGroup var supervision: SupervisionOptions

    @OptionGroup var log: LogOptions

    mutating func run() throws {
        if let config {
            // The file's settings first: of two values, the later one counts.
            let file = try JobFile(
                path: config,
                options: Self.options,
                flags: Self.flags,
                groups: Self.groups,
                fault: Self.fault(in:)
            )
            let given = CommandLine.arguments.drop { $0 != "run" }.dropFirst()
            self = try Self.parse(file.arguments + given)
        }
        var settings = try input.settings()
        training.apply(to: &settings)
        moment.apply(to: &settings)
        lists.apply(to: &settings)
        gates.apply(to: &settings)
        supervision.apply(to: &settings)
        settings.output = output
        settings.split = split
        settings.baselines = baselines
        settings.evaluates = !noEvaluation
        settings.startsWarm = warmStart
        let job = NightlyJob(settings, observer: log.observer)
        try supervision.watch(log.observer) { try job.run() }
    }

    private static func fault(in arguments: ArraySlice<String>) -> String? {
        do {
            _ = try parse(Array(arguments))
            return nil
        } catch {
            return message(for: error)
        }
    }

    /// The keys of a job file.
    private static let options = [
        "ratings", "movies", "users", "pairs", "tolerate", "format", "user-column", "movie-column",
        "rating-column", "timestamp-column", "recipe", "seed", "threads", "now", "top", "output",
        "split", "spot-checks", "metrics-file", "max-minutes", "baselines",
    ]
    private static let flags = [
        "include-seen", "no-evaluation", "warm-start", "verbose", "force", "ignore-resources",
    ]
    /// Keys that hold keys of their own: each `name: value` of theirs is one use of the flag.
    private static let groups = ["gates": "gate"]
}
