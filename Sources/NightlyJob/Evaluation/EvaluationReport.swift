import Evaluation
import Foundation
import Ratings

/// What models and baselines are worth on held-out ratings; the object of `evaluate --json`.
package struct EvaluationReport: Codable, Sendable {
    /// How ratings were held out for the user-movie model.
    package let split: String
    /// How ratings were held out for the next-co-rated protocol of the item-to-item model.
    package let itemSplit: String
    package let seed: UInt64
    package let recipe: String
    package let data: DataCounts
    /// `model` and the baselines, each with its metrics.
    package var userMovie: [String: Metrics]
    package var itemItem: [String: Metrics]
    /// What was chosen for the baselines.
    package let tuning: BaselineTuning
    /// How much NDCG@20 the user-movie model has above the best baseline.
    package let aboveBestBaseline: Comparison
    /// How much NDCG@20 the user-movie model has above popularity.
    package let abovePopularity: BootstrapInterval
    /// Lists of users whom training never saw, from five ratings; absent if not asked for.
    package let unseenUsers: [String: Metrics]?
    /// Neighbours of movies whose ratings were all taken away; absent if not asked for.
    package var coldMovies: [String: Metrics]?

    package struct DataCounts: Codable, Sendable {
        package let users: Int
        package let movies: Int
        package let train: Int
        package let test: Int
        /// Users with training and held-out ratings, over whom averages run.
        package let judgedUsers: Int
        /// Users with held-out ratings alone, who are left out.
        package let unseenUsers: Int

        enum CodingKeys: String, CodingKey {
            case users, movies, train, test
            case judgedUsers = "judged_users"
            case unseenUsers = "unseen_users"
        }
    }

    package struct Comparison: Codable, Sendable {
        package let baseline: String
        package let difference: BootstrapInterval
    }

    enum CodingKeys: String, CodingKey {
        case split, seed, recipe, data
        case tuning = "baseline_tuning"
        case unseenUsers = "unseen_users"
        case coldMovies = "cold_movies"
        case itemSplit = "item_split"
        case userMovie = "user_movie"
        case itemItem = "item_item"
        case aboveBestBaseline = "ndcg@20_above_best_baseline"
        case abovePopularity = "ndcg@20_above_popularity"
    }
}

extension EvaluationReport {
    /// Fewer judged users make nothing sure.
    static let fewestUsers = 100

    var isSure: Bool { data.judgedUsers >= Self.fewestUsers }

    /// A sentence for the operator where the user-movie model is surely worse than a baseline.
    var warning: String? {
        let (baseline, difference) = (aboveBestBaseline.baseline, aboveBestBaseline.difference)
        guard difference.high < 0, isSure,
            let own = userMovie["model"]?["ndcg@20"],
            let other = userMovie[baseline]?["ndcg@20"]
        else { return nil }
        return "the user-movie model is worse than \(baseline) on held-out ratings: NDCG@20"
            + " \(Self.fixed(own)) against \(Self.fixed(other))"
    }
}

extension EvaluationReport: CustomStringConvertible {
    /// Two tables for people.
    package var description: String {
        let comparison = aboveBestBaseline.difference
        return """
            \(data.users) users, \(data.movies) movies, \(data.train) ratings to train on, \
            \(data.test) held out (split \(split), seed \(seed), recipe \(recipe)); \
            \(data.judgedUsers) users judged, \(data.unseenUsers) unseen left out

            \(Self.table("user-movie", userMovie, columns: [
                "ndcg@20", "recall@20", "ndcg@10", "hit_rate@20", "mrr@20", "coverage@20",
                "gini@20", "mean_popularity@20", "novelty@20", "diversity@20", "loss_per_row",
            ]))

            \(Self.table("recall@20 by decile", userMovie, columns: (1...10).map { decile in
                ("recall@20_decile_\(decile)", "\(decile)")
            }))
            (decile 1: the tenth of the rated movies with the most ratings)

            ndcg@20 above \(aboveBestBaseline.baseline): \
            \(Self.signed(comparison.mean)) (95 %: \(Self.signed(comparison.low)) … \
            \(Self.signed(comparison.high)))

            \(Self.table("item-to-item (\(itemSplit))", itemItem, columns: [
                "hit_rate@10", "ndcg@10", "franchise@10", "genre_jaccard@10",
                "held_out_users_ndcg@10", "coverage@10", "gini@10", "mean_popularity@10",
                "novelty@10",
            ]))
            """ + unseenTables + tuningLines
    }

    private var unseenTables: String {
        let tables = [
            ("unseen users", unseenUsers, ["ndcg@20", "recall@20"]),
            ("cold movies", coldMovies, ["ndcg@10"]),
        ]
        return tables.compactMap { title, systems, columns in
            systems.map { "\n\n" + Self.table(title, $0, columns: columns) }
        }.joined()
    }

    /// What was chosen for the baselines, if anything was.
    private var tuningLines: String {
        var lines: [String] = []
        if let users = tuning.easeRegularisation,
            let movies = tuning.easeNeighboursRegularisation
        {
            lines.append("ease: regularisation \(users) for users, \(movies) for movies")
        }
        if let ials = tuning.ials {
            lines.append(
                "ials: unobserved weight \(ials.unobservedWeight), regularisation"
                    + " \(ials.regularisation), \(ials.dimension) wide, \(ials.epochs) epochs"
            )
        }
        if let refusal = tuning.easeRefusal { lines.append(refusal) }
        guard !lines.isEmpty else { return "" }
        return "\n\nbaselines, tuned on a validation split:\n" + lines.joined(separator: "\n")
    }

    private static func table(
        _ title: String,
        _ systems: [String: Metrics],
        columns: [String]
    ) -> String {
        table(title, systems, columns: columns.map { ($0, $0) })
    }

    /// One line for each system, one column for each metric that any system has.
    private static func table(
        _ title: String,
        _ systems: [String: Metrics],
        columns: [(metric: String, heading: String)]
    ) -> String {
        let shown = columns.filter { column in
            systems.values.contains { $0[column.metric] != nil }
        }
        let others = systems.keys.filter { $0 != "model" }.sorted()
        let names = (systems["model"] == nil ? [] : ["model"]) + others
        let rows =
            [[title] + shown.map(\.heading)]
            + names.map { name in
                [name] + shown.map { systems[name]?[$0.metric].map(fixed) ?? "–" }
            }
        return TextTable(rows: rows, alignment: .trailing).description
    }

    /// A number for people.
    static func fixed(_ value: Double) -> String {
        value.magnitude >= 100
            ? String(Int(value.rounded()))
            : value.formatted(.plain.precision(.fractionLength(4)))
    }

    private static func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + fixed(value) }
}
