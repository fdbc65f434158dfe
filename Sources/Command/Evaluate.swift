import ArgumentParser
import Evaluation
import Foundation
import NightlyJob
import Publishing
import Ratings

struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judge models and baselines on held-out ratings; publish nothing."
    )

    @OptionGroup(title: "Input") var input: InputOptions

    @Option(help: "Ratings to train on, of a split made elsewhere; goes with --test.")
    var train: String?

    @Option(help: "Held-out ratings of that split.")
    var test: String?

    @Option(help: "How --ratings are held out. (default: time, or random without timestamps)")
    var split: SplitKind?

    @Option(help: "quick, or all: EASE and iALS too, each tuned by a small grid.")
    var baselines = BaselineSet.quick

    @Flag(help: "Also judge lists for users and movies that training never saw.")
    var unseen = false

    @OptionGroup(title: "Training") var training: TrainingOptions

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    @OptionGroup var log: LogOptions

    func validate() throws {
        guard (train == nil) == (test == nil) else {
            throw ValidationError("--train and --test go together")
        }
        guard (train == nil) != (input.ratings == nil) else {
            throw ValidationError("either --ratings FILE or --train FILE --test FILE is needed")
        }
        guard train == nil || split == nil else {
            throw ValidationError("--split is for --ratings; --train and --test are split already")
        }
    }

    func run() throws {
        let report: EvaluationReport
        if let train, let test {
            var settings = input.settings(ratings: train)
            training.apply(to: &settings)
            settings.baselines = baselines
            settings.judgesUnseen = unseen
            report = try EvaluateJob.run(settings, test: test, observer: log.observer)
        } else {
            var settings = try input.settings()
            training.apply(to: &settings)
            settings.split = split
            settings.baselines = baselines
            settings.judgesUnseen = unseen
            report = try EvaluateJob.run(settings, observer: log.observer)
        }
        guard json else { return print(report) }
        print(String(decoding: try JSONEncoder.readable.encode(report), as: UTF8.self))
    }
}
