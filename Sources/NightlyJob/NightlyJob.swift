import Evaluation
import Foundation
import LinearAlgebra
import Publishing
import Ratings
import TwoTower

/// The job: read, judge on held-out ratings, train on everything, rank for everybody, publish.
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
    package func run() throws -> String {
        let input = try clock.measure("read") { try read() }
        return try OutputLock.hold(settings.output) {
            let evaluation = try clock.measure("evaluate") { try judge(input) }
            let model = try clock.measure("train") { try train(on: input) }
            let lists = clock.measure("rank") { rank(model) }
            let judged = clock.measure("spot-check") { spotChecked(evaluation, model) }
            return try publish(lists, of: model, input: input, evaluation: judged)
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
    /// - Throws: What kept the run from being written or published.
    package func export(_ model: ModelFolder) throws -> String {
        try OutputLock.hold(settings.output) {
            let lists = clock.measure("rank") { rank(model) }
            return try publish(
                lists,
                of: model,
                input: Input(dataset: model.dataset, supersededCount: nil, pairs: nil),
                evaluation: (nil, skipped: "lists of a saved model")
            )
        }
    }

    // MARK: - Steps

    private struct Input {
        let dataset: Dataset
        /// Not known of a saved model.
        let supersededCount: Int?
        let pairs: ListedPairs?
    }

    private typealias Evaluation = (report: EvaluationReport?, skipped: String?)

    private func read() throws -> Input {
        let outcome = try DatasetReader.read(settings.input)
        return Input(
            dataset: outcome.dataset,
            supersededCount: outcome.supersededCount,
            pairs: try settings.readPairs(of: outcome.dataset.catalogue.vocabulary)
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
    private func spotChecked(_ evaluation: Evaluation, _ model: ModelFolder) -> Evaluation {
        guard var report = evaluation.report else { return evaluation }
        let lists = Evaluator.judgeSpotChecks(
            model.models.itemItem,
            on: model.dataset.interactions,
            catalogue: model.dataset.catalogue
        )
        report.addItemItem(lists)
        return (report, nil)
    }

    private func publish(
        _ lists: Lists,
        of model: ModelFolder,
        input: Input,
        evaluation: Evaluation
    ) throws -> String {
        let id = RunFolder.id(at: started)
        let path = try RunFolder.publish(in: settings.output, id: id) { folder in
            let rows = try clock.measure("write") {
                let rows = try lists.write(to: folder)
                try model.write(to: "\(folder)/\(ModelFolder.name)")
                return rows
            }
            try DurableFile.write(
                json: report(id, model, input, rows, evaluation),
                to: "\(folder)/report.json"
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
        if lists.isEmptyForAllUsers {
            observer.logger.warning("no user has any movie left to recommend")
        }
        observer.logger.notice("published", metadata: ["path": "\(path)"])
        return path
    }

    private func report(
        _ id: String,
        _ model: ModelFolder,
        _ input: Input,
        _ rows: RunReport.Rows,
        _ evaluation: Evaluation
    ) -> RunReport {
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
                supersededRatings: input.supersededCount
            ),
            rows: rows,
            losses: model.models.losses,
            evaluation: evaluation.report,
            evaluationSkipped: evaluation.skipped,
            stages: clock.stages,
            matrixKernels: Matrix.kernelName
        )
    }
}
