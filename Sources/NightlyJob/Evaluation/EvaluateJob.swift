import Evaluation

/// Judges models and baselines on held-out ratings, without publishing anything.
package enum EvaluateJob {
    /// Holds out a part of the ratings and judges.
    package static func run(
        _ settings: JobSettings,
        observer: JobObserver
    ) throws -> EvaluationReport {
        let input = try JobInput(reading: settings, observer)
        let heldOut = try HeldOutRatings(
            of: input.dataset.interactions,
            by: settings.split,
            seed: settings.seed
        )
        return try judge(heldOut, of: input, settings, observer)
    }

    /// Judges on a split that somebody else has made: `settings.input.ratings` and `test`.
    package static func run(
        _ settings: JobSettings,
        test: String,
        observer: JobObserver
    ) throws -> EvaluationReport {
        let (input, split) = try JobInput.reading(settings, test: test, observer)
        return try judge(HeldOutRatings(given: split), of: input, settings, observer)
    }

    private static func judge(
        _ heldOut: HeldOutRatings,
        of input: JobInput,
        _ settings: JobSettings,
        _ observer: JobObserver
    ) throws -> EvaluationReport {
        let dataset = input.dataset
        let evaluator = Evaluator(
            dataset: dataset,
            heldOut: heldOut,
            recipe: settings.recipe,
            pairs: input.pairs,
            baselines: settings.baselines,
            judgesUnseen: settings.judgesUnseen,
            seed: settings.seed,
            observer: observer
        )
        var report = try evaluator.judge()
        let onEverything = try Models.trainItemItem(
            on: dataset,
            pairs: input.pairs,
            recipe: settings.recipe,
            seed: settings.seed,
            observer: observer
        )
        report.addItemItem(
            try Evaluator.judgeFinalLists(
                onEverything,
                on: dataset.interactions,
                catalogue: dataset.catalogue,
                report.tuning
            )
        )
        report.addItemItem(
            try evaluator.judgeByHeldOutUsers(dataset.interactions, report.tuning)
        )
        if settings.judgesUnseen {
            report.coldMovies = try evaluator.judgeColdMovies(dataset.interactions)
        }
        return report
    }
}

extension EvaluationReport {
    /// Adds more metrics of the same systems.
    mutating func addItemItem(_ more: [String: Metrics]) {
        itemItem.merge(more) { $0.merging($1) }
    }
}
