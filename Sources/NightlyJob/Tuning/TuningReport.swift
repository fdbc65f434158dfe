import TwoTower

/// What a search of settings found.
package struct TuningReport: Sendable {
    /// The recipe of the best trials.
    package let recipe: Recipe
    private let tables: [String]

    init(
        start: Recipe,
        users: [SuccessiveHalving<UserMovieSettings>.Trial],
        items: [SuccessiveHalving<ItemItemSettings>.Trial]
    ) {
        var recipe = start
        recipe.name = "tuned"
        if let best = SuccessiveHalving.best(of: users) { recipe.userMovie = best.settings }
        if let best = SuccessiveHalving.best(of: items) { recipe.itemItem = best.settings }
        self.recipe = recipe
        tables = [
            Self.table("user-movie", "ndcg@20", users),
            Self.table("item-to-item", "√(next · together)", items),
        ]
    }

    /// One line for each trial, then the best beside the start.
    private static func table<Settings: Equatable>(
        _ model: String,
        _ score: String,
        _ trials: [SuccessiveHalving<Settings>.Trial]
    ) -> String {
        guard !trials.isEmpty else { return "\(model): no trial, stopped before" }
        let rows = trials.enumerated().map { number, trial in
            [
                "\(number + 1)", "\(Int(trial.share * 100)) %",
                trial.score.map { EvaluationReport.fixed($0) } ?? "diverged",
                describe(trial),
            ]
        }
        let table = TextTable(
            rows: [["\(model) trial", "of its epochs", score, "changed"]] + rows,
            alignment: .leading
        )
        return "\(table)\n\n\(verdict(trials))"
    }

    private static func verdict<Settings: Equatable>(
        _ trials: [SuccessiveHalving<Settings>.Trial]
    ) -> String {
        guard let start = trials.first, let best = SuccessiveHalving.best(of: trials),
            let score = best.score
        else { return "nothing could be trained" }
        guard trials.filter({ $0.share == 1 }).count > 1 else {
            return "no other settings got all their epochs in this time"
        }
        let before = start.score.map { EvaluationReport.fixed($0) } ?? "diverged"
        return
            "best: \(EvaluationReport.fixed(score)) (\(describe(best))); to begin with: \(before)"
    }

    private static func describe<Settings: Equatable>(_ trial: SuccessiveHalving<Settings>.Trial)
        -> String
    {
        trial.changes.isEmpty ? "nothing" : trial.changes.joined(separator: ", ")
    }
}

extension TuningReport: CustomStringConvertible {
    package var description: String { tables.joined(separator: "\n\n") }
}
