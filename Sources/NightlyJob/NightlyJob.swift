import Cores
import Evaluation
import Foundation
import LinearAlgebra
import Publishing
import Ratings
import TwoTower

/// The job: read, judge on held-out ratings, train on everything, rank for everybody, publish what
/// the gates let through.
package struct NightlyJob: Sendable {
    let settings: JobSettings
    let observer: JobObserver
    let started: Date
    let clock: StageClock

    package init(_ settings: JobSettings, observer: JobObserver) {
        self.settings = settings
        self.observer = observer
        started = Date()
        clock = StageClock(observer)
    }

    /// Runs the whole job.
    ///
    /// - Returns: The path of the published run.
    /// - Throws: `GatesClosed` if the run was made and not published, or what kept it from being made.
    package func run() throws -> String {
        let input = try clock.measure("read", work: \.work) {
            try JobInput(reading: settings, observer)
        }
        let spotChecks = try settings.spotChecks.map(SpotCheck.read)
        return try OutputLock.hold(settings.output) {
            let (forecast, trainings) = try checkResources(
                for: input.dataset,
                recipe: settings.recipe,
                trainedOneOf: settings.evaluates && Cores.limit > 1
                    ? [.sideBySide, .inTurn] : [.inTurn]
            )
            let start = warmStart()
            let (evaluation, model) = try judgeAndTrain(on: input, from: start, trainings)
            let lists = clock.measure("rank", work: \.work) { rank(model) }
            let judged = try clock.measure("judge lists") {
                try judgeLists(of: model, after: evaluation)
            }
            return try publish(
                Night(
                    input: input,
                    spotChecks: spotChecks,
                    forecast: forecast,
                    start: start,
                    model: model,
                    lists: lists,
                    evaluation: judged
                )
            )
        }
    }

    /// Trains both models and writes them to a folder that must not exist; publishes nothing.
    package func trainOnly(to path: String) throws {
        // Whoever else makes the folder is to learn of it now, and not when all is trained.
        try WholeFolder.write(to: path) { folder in
            let input = try clock.measure("read", work: \.work) {
                try JobInput(reading: settings, observer)
            }
            let model = try clock.measure("train", work: \.work) { try train(on: input) }
            try clock.measure("write") { try model.writeFiles(to: folder) }
        }
    }

    /// Publishes lists from a model made earlier.
    ///
    /// - Parameter model: Holds all that lists depend on but for `settings.top` and
    ///   `settings.includesSeen`.
    /// - Returns: The path of the published run.
    /// - Throws: `GatesClosed` if the run was made and not published, or what kept it from being made.
    package func export(_ model: ModelFolder) throws -> String {
        let spotChecks = try settings.spotChecks.map(SpotCheck.read)
        return try OutputLock.hold(settings.output) {
            let (forecast, _) = try checkResources(
                for: model.dataset,
                recipe: model.settings.recipe,
                trainedOneOf: [.earlier]
            )
            let lists = clock.measure("rank", work: \.work) { rank(model) }
            let evaluation: HeldOutFindings = (nil, skipped: "lists of a saved model")
            return try publish(
                Night(
                    input: JobInput(saved: model.dataset),
                    spotChecks: spotChecks,
                    forecast: forecast,
                    start: .notAskedFor,
                    model: model,
                    lists: lists,
                    evaluation: evaluation
                )
            )
        }
    }

    // MARK: - Steps

    /// Everything a run has made, before any of it is on disk.
    struct Night {
        let input: JobInput
        /// What people expect of neighbours; `nil` without a file of checks.
        let spotChecks: [SpotCheck]?
        let forecast: ResourceForecast
        let start: WarmStart
        let model: ModelFolder
        let lists: Lists
        let evaluation: HeldOutFindings
    }

    /// What was found out about a night before it is published.
    typealias Judgement = (spotChecks: SpotCheckResults?, gates: GateReport)

    /// What held-out ratings told, or why nothing was held out.
    typealias HeldOutFindings = (report: EvaluationReport?, skipped: String?)

    /// Predicts what the run will take, and refuses to begin where the machine has less.
    ///
    /// - Parameters:
    ///   - dataset: What was read.
    ///   - recipe: How models are, or were, trained.
    ///   - ways: How models may be trained, one at least; the first that the machine has enough for
    ///     is taken.
    /// - Returns: What that way will take, and which it is.
    /// - Throws: `ResourceError`.
    private func checkResources(
        for dataset: Dataset,
        recipe: Recipe,
        trainedOneOf ways: [ResourceForecast.Trainings]
    ) throws -> (ResourceForecast, ResourceForecast.Trainings) {
        let (memory, disk) = (Machine.memoryBytes, Machine.freeBytes(at: settings.output))
        let plans = ways.map { way in
            let forecast = ResourceForecast(of: dataset, settings, recipe: recipe, trained: way)
            let shortage = ResourceError(
                forecast,
                memoryBytes: memory,
                diskBytes: disk,
                cores: Cores.limit,
                mostMinutes: settings.mostMinutes
            )
            return (way: way, forecast: forecast, shortage: shortage)
        }
        let plan = plans.first { $0.shortage == nil } ?? plans[plans.count - 1]
        observer.logger.notice("forecast", metadata: plan.forecast.metadata)
        if let shortage = plan.shortage, !settings.ignoresResources { throw shortage }
        return (plan.forecast, plan.way)
    }

    /// Judges models on held-out ratings and trains those to publish.
    ///
    /// Neither needs the other. Side by side, each keeps a core busy where one alone could not use two.
    ///
    /// - Parameters:
    ///   - input: What was read.
    ///   - start: Where the training of what is published begins.
    ///   - trainings: Whether side by side, or judging first.
    /// - Returns: What held-out ratings told, and the models to publish.
    /// - Throws: What judging throws, or else what training does.
    private func judgeAndTrain(
        on input: JobInput,
        from start: WarmStart,
        _ trainings: ResourceForecast.Trainings
    ) throws -> (HeldOutFindings, ModelFolder) {
        @Sendable func judge() throws -> HeldOutFindings {
            try clock.measure("evaluate") { try judgeOnHeldOut(input) }
        }
        @Sendable func train() throws -> ModelFolder {
            try clock.measure("train", work: \.work) { try self.train(on: input, from: start) }
        }
        return trainings == .sideBySide
            ? try Cores.both(judge, train) : (try judge(), try train())
    }

    private func judgeOnHeldOut(_ input: JobInput) throws -> HeldOutFindings {
        guard settings.evaluates else { return (nil, "not asked for") }
        let heldOut: HeldOutRatings
        do throws(RatingsError) {
            heldOut = try HeldOutRatings(
                of: input.dataset.interactions,
                by: settings.split,
                seed: settings.seed
            )
        } catch .nothingHeldOut(let name) {
            let reason = RatingsError.nothingHeldOut(split: name).description
            observer.logger.warning("no evaluation: \(reason)")
            return (nil, reason)
        }
        let evaluator = Evaluator(
            dataset: input.dataset,
            heldOut: heldOut,
            recipe: settings.recipe,
            pairs: input.pairs,
            baselines: settings.baselines,
            judgesUnseen: false,
            seed: settings.seed,
            observer: observer.labelled("evaluate")
        )
        let report = try evaluator.judge()
        if let warning = report.warning { observer.logger.warning("\(warning)") }
        return (report, nil)
    }

    private func warmStart() -> WarmStart {
        guard settings.startsWarm else { return .notAskedFor }
        return clock.measure("look back") {
            WarmStart.look(in: settings.output, for: settings.recipe) {
                observer.logger.warning("\($0)")
            }
        }
    }

    private func train(
        on input: JobInput,
        from start: WarmStart = .notAskedFor
    ) throws -> ModelFolder {
        let dataset = input.dataset
        let now = settings.now ?? dataset.interactions.newestTimestamp
        let models = try Models.train(
            on: dataset,
            pairs: input.pairs,
            recipe: settings.recipe,
            from: start.models,
            seed: settings.seed,
            moment: { _ in now },
            observer: observer
        )
        return ModelFolder(
            dataset: dataset,
            models: models,
            settings: ModelFolder.Settings(
                recipe: settings.recipe,
                seed: settings.seed,
                now: now
            )
        )
    }

    private func rank(_ model: ModelFolder) -> Lists {
        Lists(
            model.dataset,
            model.models,
            top: settings.top,
            includesSeen: settings.includesSeen
        )
    }

    /// Adds to an evaluation what only the lists of the final model can show.
    private func judgeLists(
        of model: ModelFolder,
        after evaluation: HeldOutFindings
    ) throws -> HeldOutFindings {
        guard var report = evaluation.report else { return evaluation }
        let lists = try Evaluator.judgeFinalLists(
            model.models.itemItem,
            on: model.dataset.interactions,
            catalogue: model.dataset.catalogue,
            report.tuning
        )
        report.addItemItem(lists)
        return (report, nil)
    }

    func holdToBounds(_ night: Night) -> Judgement {
        let spotChecks = night.spotChecks.map { checks in
            SpotCheckResults(of: checks, in: night.lists.dataset.catalogue) { movie in
                night.lists.entries(of: movie).map(\.candidate)
            }
        }
        let (evaluation, skipped) = night.evaluation
        let gates = Gates(
            lists: night.lists,
            quality: QualityGates(report: evaluation, skipped: skipped),
            spotChecks: spotChecks.map { (night.spotChecks?.count ?? 0, $0) },
            started: started
        )
        let report = gates.report(
            bounds: settings.gates,
            isForced: settings.forcesPublication,
            output: settings.output
        )
        // A closed gate says so itself.
        if let skipped = report.comparisonSkipped, !report.isFirstNight, report.closed.isEmpty {
            observer.logger.warning("\(skipped)")
        }
        return (spotChecks, report)
    }
}
