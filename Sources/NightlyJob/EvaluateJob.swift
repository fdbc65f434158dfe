import Evaluation
import Ratings
import TwoTower

/// Judges models and baselines on held-out ratings, without publishing anything.
package enum EvaluateJob {
    /// Holds out a part of the ratings and judges.
    package static func run(
        _ settings: JobSettings,
        observer: JobObserver
    ) throws -> EvaluationReport {
        let dataset = try DatasetReader.read(settings.input).dataset
        let heldOut = try HeldOutRatings(
            of: dataset.interactions,
            by: settings.split,
            seed: settings.seed
        )
        return try judge(
            heldOut,
            of: dataset.interactions,
            catalogue: dataset.catalogue,
            settings,
            observer
        )
    }

    /// Judges on a split that somebody else has made: `settings.input.ratings` and `test`.
    package static func run(
        _ settings: JobSettings,
        test: String,
        observer: JobObserver
    ) throws -> EvaluationReport {
        let (outcome, split) = try DatasetReader.readSplit(settings.input, test: test)
        return try judge(
            HeldOutRatings(given: split),
            of: split.everything,
            catalogue: outcome.dataset.catalogue,
            settings,
            observer
        )
    }

    private static func judge(
        _ heldOut: HeldOutRatings,
        of everything: Interactions,
        catalogue: Catalogue,
        _ settings: JobSettings,
        _ observer: JobObserver
    ) throws -> EvaluationReport {
        let evaluator = Evaluator(
            catalogue: catalogue,
            heldOut: heldOut,
            recipe: settings.recipe,
            pairs: try settings.readPairs(of: catalogue.vocabulary),
            seed: settings.seed,
            observer: observer
        )
        var report = try evaluator.judge()
        let onEverything = try Models.trainItemItem(
            on: everything,
            of: catalogue,
            pairs: evaluator.pairs,
            recipe: settings.recipe,
            seed: settings.seed,
            observer: observer
        )
        report.addItemItem(
            Evaluator.judgeSpotChecks(onEverything, on: everything, catalogue: catalogue)
        )
        report.addItemItem(try evaluator.judgeByHeldOutUsers(everything))
        return report
    }
}

extension EvaluationReport {
    /// Adds more metrics of the same systems.
    mutating func addItemItem(_ more: [String: Metrics]) {
        itemItem.merge(more) { $0.merging($1) }
    }
}
