import Cores
import Foundation
import LinearAlgebra
import Publishing

extension NightlyJob {
    /// Publishes a run, or keeps it apart if gates are closed.
    func publish(_ night: Night) throws -> String {
        let judgement = clock.measure("gates") { holdToBounds(night) }
        let gates = judgement.gates
        if let verdict = gates.unwritable { throw GatesClosed(closed: [verdict], path: nil) }
        let id = try RunFolder.freeID(at: started, in: settings.output)
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
        let (rows, _) = try clock.measure("write", work: Self.work) {
            let (lists, model) = (night.lists, night.model)
            // At MovieLens 25M's size, titles and co-raters take as long as all the rest.
            let (users, movies) = try Cores.both {
                let users = try lists.writeUsers(to: folder)
                try model.write(to: "\(folder)/\(ModelFolder.name)")
                return users
            } _: {
                try lists.writeNeighboursAndCatalogue(to: folder)
            }
            let byteCount = try DurableFile.byteCount(under: folder)
            return (lists.rows(users: users, movies: movies), byteCount: byteCount)
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

    private static func work(_ written: (rows: RunReport.Rows, byteCount: Int)) -> StageClock.Work {
        StageClock.Work(rows: written.rows.files.values.reduce(0, +), bytes: written.byteCount)
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
                supersededRatings: night.input.tally?.supersededCount,
                refusedRecords: night.input.tally?.refusedCount
            ),
            rows: rows,
            start: RunReport.Start(night.start, of: model.models),
            losses: model.models.losses,
            evaluation: night.evaluation.report,
            evaluationSkipped: night.evaluation.skipped,
            spotChecks: judgement.spotChecks,
            gates: judgement.gates,
            forecast: night.forecast,
            peakMemoryBytes: Machine.peakMemoryBytes,
            stages: clock.stages,
            matrixKernels: MatrixKernels.name
        )
    }
}
