import Evaluation
import Foundation
import LinearAlgebra
import Publishing
import Ratings
import TwoTower

/// The job: read, judge on held-out ratings, train on everything, rank for everybody, publish what
/// the gates let through.
package struct NightlyJob {
    private let settings: JobSettings
    private let observer: JobObserver
    private let started: Date
    private let clock: StageClock

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
        let input = try clock.measure("read") { try read() }
        return try OutputLock.hold(settings.output) {
            let evaluation = try clock.measure("evaluate") { try judge(input) }
            let model = try clock.measure("train") { try train(on: input) }
            let lists = clock.measure("rank") { rank(model) }
            let judged = try clock.measure("spot-check") { try spotChecked(evaluation, model) }
            return try publish(
                Night(input: input, model: model, lists: lists, evaluation: judged)
            )
        }
    }

    /// Trains both models and writes them to a folder that must not exist; publishes nothing.
    package func trainOnly(to path: String) throws {
        try WholeFolder.check(path)
        let input = try clock.measure("read") { try read() }
        let model = try clock.measure("train") { try train(on: input) }
        try clock.measure("write") { try model.write(to: path) }
    }

    /// Publishes lists from a model made earlier.
    ///
    /// - Parameter model: Holds all that lists depend on but for `settings.top` and
    ///   `settings.includesSeen`.
    /// - Returns: The path of the published run.
    /// - Throws: `GatesClosed` if the run was made and not published, or what kept it from being made.
    package func export(_ model: ModelFolder) throws -> String {
        let input = Input(
            dataset: model.dataset,
            supersededCount: nil,
            refusedCount: nil,
            pairs: nil,
            spotChecks: try settings.readSpotChecks()
        )
        return try OutputLock.hold(settings.output) {
            let lists = clock.measure("rank") { rank(model) }
            let evaluation: Evaluation = (nil, skipped: "lists of a saved model")
            return try publish(
                Night(input: input, model: model, lists: lists, evaluation: evaluation)
            )
        }
    }

    // MARK: - Steps

    private struct Input {
        let dataset: Dataset
        /// Not known of a saved model.
        let supersededCount: Int?
        /// Not known of a saved model.
        let refusedCount: Int?
        let pairs: ListedPairs?
        let spotChecks: [SpotCheck]?
    }

    /// Everything a run has made, before any of it is on disk.
    private struct Night {
        let input: Input
        let model: ModelFolder
        let lists: Lists
        let evaluation: Evaluation
    }

    /// What was found out about a night before it is published.
    private typealias Judgement = (spotChecks: SpotCheckResults?, gates: GateReport)

    private typealias Evaluation = (report: EvaluationReport?, skipped: String?)

    private func read() throws -> Input {
        let refusals = RefusalLog(observer)
        let outcome = try DatasetReader.read(settings.input, refused: refusals.hear)
        let pairs = try settings.readPairs(
            of: outcome.dataset.catalogue.vocabulary,
            refused: refusals.hear
        )
        refusals.warn()
        return Input(
            dataset: outcome.dataset,
            supersededCount: outcome.supersededCount,
            refusedCount: refusals.count,
            pairs: pairs.map(ListedPairs.init(pairs:)),
            spotChecks: try settings.readSpotChecks()
        )
    }

    private func judge(_ input: Input) throws -> Evaluation {
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
            catalogue: input.dataset.catalogue,
            heldOut: heldOut,
            recipe: settings.recipe,
            pairs: input.pairs,
            baselines: settings.baselines,
            seed: settings.seed,
            observer: observer
        )
        let report = try evaluator.judge()
        if let warning = report.warning { observer.logger.warning("\(warning)") }
        return (report, nil)
    }

    private func train(on input: Input) throws -> ModelFolder {
        let dataset = input.dataset
        let now = settings.now ?? dataset.interactions.newestTimestamp
        let models = try Models.train(
            on: dataset.interactions,
            of: dataset.catalogue,
            pairs: input.pairs,
            recipe: settings.recipe,
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
    private func spotChecked(
        _ evaluation: Evaluation,
        _ model: ModelFolder
    ) throws -> Evaluation {
        guard var report = evaluation.report else { return evaluation }
        let lists = try Evaluator.judgeSpotChecks(
            model.models.itemItem,
            on: model.dataset.interactions,
            catalogue: model.dataset.catalogue,
            report.tuning
        )
        report.addItemItem(lists)
        return (report, nil)
    }

    private func judge(_ night: Night) -> Judgement {
        let spotChecks = night.input.spotChecks.map { checks in
            SpotCheckResults(of: checks, in: night.lists.dataset.catalogue) { movie in
                night.lists.entries(of: movie).map(\.candidate)
            }
        }
        let (evaluation, skipped) = night.evaluation
        let gates = Gates(
            lists: night.lists,
            quality: QualityGates(report: evaluation, skipped: skipped),
            spotChecks: spotChecks,
            started: started
        )
        let report = gates.report(
            bounds: settings.gates,
            isForced: settings.forcesPublication,
            output: settings.output
        )
        if let skipped = report.comparisonSkipped, skipped != GateReport.firstNight {
            observer.logger.warning("\(skipped)")
        }
        return (spotChecks, report)
    }

    /// Publishes a run, or keeps it apart if gates are closed.
    private func publish(_ night: Night) throws -> String {
        let judgement = clock.measure("gates") { judge(night) }
        let gates = judgement.gates
        if let verdict = gates.unwritable { throw GatesClosed(closed: [verdict], path: nil) }
        let id = RunFolder.freeID(at: started, in: settings.output)
        let fill = { (folder: String) in try write(night, judgement, as: id, to: folder) }
        guard gates.isOpen else {
            let path = try RejectedRuns.keep(in: settings.output, id: id, write: fill)
            throw GatesClosed(closed: gates.closed, path: path)
        }
        let path = try RunFolder.publish(in: settings.output, id: id, write: fill)
        if !gates.closed.isEmpty {
            observer.logger.warning("published by force: \(gates.closed.sentence)")
        }
        if night.lists.isEmptyForAllUsers {
            observer.logger.warning("no user has any movie left to recommend")
        }
        observer.logger.notice("published", metadata: ["path": "\(path)"])
        return path
    }

    private func write(
        _ night: Night,
        _ judgement: Judgement,
        as id: String,
        to folder: String
    ) throws {
        let rows = try clock.measure("write") {
            let rows = try night.lists.write(to: folder)
            try night.model.write(to: "\(folder)/\(ModelFolder.name)")
            return rows
        }
        try DurableFile.write(
            json: report(on: night, judgement, as: id, rows),
            to: "\(folder)/\(RunReport.fileName)"
        )
        try DurableFile.write(
            json: try DataPackage(
                of: folder,
                id: id,
                created: started.formatted(.iso8601),
                rowCounts: rows.files
            ),
            to: "\(folder)/\(DataPackage.fileName)"
        )
    }

    private func report(
        on night: Night,
        _ judgement: Judgement,
        as id: String,
        _ rows: RunReport.Rows
    ) -> RunReport {
        let model = night.model
        let interactions = model.dataset.interactions
        return RunReport(
            id: id,
            started: started.formatted(.iso8601),
            settings: RunReport.Settings(
                ratings: settings.input.ratings,
                movies: settings.input.movies,
                users: settings.input.users,
                pairs: settings.pairs,
                top: settings.top,
                seed: model.settings.seed,
                includeSeen: settings.includesSeen,
                now: model.settings.now,
                recipe: model.settings.recipe
            ),
            data: RunReport.Counts(
                users: interactions.userCount,
                movies: interactions.movieCount,
                ratings: interactions.count,
                unratedMovies: interactions.raterCounts.count { $0 == 0 },
                supersededRatings: night.input.supersededCount,
                refusedRecords: night.input.refusedCount
            ),
            rows: rows,
            losses: model.models.losses,
            evaluation: night.evaluation.report,
            evaluationSkipped: night.evaluation.skipped,
            spotChecks: judgement.spotChecks,
            gates: judgement.gates,
            stages: clock.stages,
            matrixKernels: Matrix.kernelName
        )
    }
}
