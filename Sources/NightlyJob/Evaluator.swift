import Evaluation
import LinearAlgebra
import Ratings
import Retrieval
import TwoTower

/// Judges both models beside their baselines, all trained on the same held-in ratings.
struct Evaluator {
    let catalogue: Catalogue
    let heldOut: HeldOutRatings
    let recipe: Recipe
    let pairs: ListedPairs?
    let seed: UInt64
    let observer: JobObserver

    private var split: Split { heldOut.split }

    private var itemSplit: Split { heldOut.itemSplit }

    /// How long a movie's list is when it is judged.
    private static let neighbourCount = 10

    /// Trains on the splits' training ratings and judges on the rest.
    func judge() throws -> EvaluationReport {
        let userMovie = try Models.trainUserMovie(
            on: split.train,
            of: catalogue,
            recipe: recipe,
            seed: seed,
            moment: momentOfLists,
            observer: observer
        )
        let itemItem = try Models.trainItemItem(
            on: itemSplit.train,
            of: catalogue,
            pairs: pairs,
            recipe: recipe,
            seed: seed,
            observer: observer
        )
        let users = judgeUserMovie(userMovie)
        return EvaluationReport(
            split: heldOut.splitName,
            itemSplit: heldOut.itemSplitName,
            seed: seed,
            recipe: recipe.name,
            data: users.counts,
            userMovie: users.metrics,
            itemItem: judgeItemItem(itemItem),
            aboveBestBaseline: users.aboveBest,
            abovePopularity: users.abovePopularity
        )
    }

    /// Judges the lists of an item-to-item model that was trained on everything, as a person would.
    ///
    /// - Returns: Metrics of `model` and of the baselines.
    static func judgeSpotChecks(
        _ model: RetrievalModel<Movie, Movie>,
        on everything: Interactions,
        catalogue: Catalogue
    ) -> [String: Metrics] {
        let franchises = Franchises(catalogue: catalogue, interactions: everything)
        return neighbourLists(model, on: everything).mapValues {
            franchises.metrics(of: $0, at: neighbourCount)
        }
    }

    /// Trains an item-to-item model on four fifths of the users and judges it by the others.
    ///
    /// - Returns: Metrics of `model` and of the baselines.
    func judgeByHeldOutUsers(_ everything: Interactions) throws -> [String: Metrics] {
        var generator = SeededGenerator(seed: seed, stage: "held-out users")
        let split = HeldOutUsers.split(everything, using: &generator)
        let model = try Models.trainItemItem(
            on: split.train,
            of: catalogue,
            pairs: pairs,
            recipe: recipe,
            seed: seed,
            observer: observer
        )
        return Self.neighbourLists(model, on: split.train).mapValues {
            HeldOutUsers.metrics(of: $0, at: Self.neighbourCount, on: split)
        }
    }

    // MARK: - User-movie

    private struct UserMovieOutcome {
        let counts: EvaluationReport.DataCounts
        let metrics: [String: Metrics]
        let aboveBest: EvaluationReport.Comparison
        let abovePopularity: BootstrapInterval
    }

    private func judgeUserMovie(_ model: RetrievalModel<User, Movie>) -> UserMovieOutcome {
        let judgement = UserMovieJudgement(split, catalogue: catalogue)
        var own = judgement.judge(
            EmbeddingScorer(
                users: model.queries,
                movies: model.candidates,
                trainedOn: split.train
            )
        )
        var generator = SeededGenerator(seed: seed, stage: "evaluation batches")
        own.metrics["loss_per_row"] = InBatchLoss.ofLastBatch(
            split,
            users: model.queries,
            movies: model.candidates,
            temperature: model.temperature,
            using: &generator
        )
        let popularity = judgement.judge(Popularity(split.train))
        let baselines = [
            "popularity": popularity,
            "item_knn": judgement.judge(ItemKNN(split.train)),
        ]
        return UserMovieOutcome(
            counts: EvaluationReport.DataCounts(
                users: split.train.userCount,
                movies: catalogue.count,
                train: split.train.count,
                test: split.test.count,
                judgedUsers: judgement.userCount,
                unseenUsers: split.unseenUserCount
            ),
            metrics: baselines.mapValues(\.metrics).merging(["model": own.metrics]) { $1 },
            aboveBest: comparison(of: own, withBestOf: baselines),
            abovePopularity: difference(of: own, from: popularity)
        )
    }

    private func comparison(
        of own: UserMovieJudgement.Outcome,
        withBestOf baselines: [String: UserMovieJudgement.Outcome]
    ) -> EvaluationReport.Comparison {
        let best = baselines.sorted { $0.key < $1.key }
            .max { $0.value.ndcgOfUsers.mean < $1.value.ndcgOfUsers.mean }
        return EvaluationReport.Comparison(
            baseline: best?.key ?? "",
            difference: difference(of: own, from: best?.value ?? own)
        )
    }

    private func difference(
        of own: UserMovieJudgement.Outcome,
        from baseline: UserMovieJudgement.Outcome
    ) -> BootstrapInterval {
        var generator = SeededGenerator(seed: seed, stage: "bootstrap")
        return BootstrapInterval(
            of: own.ndcgOfUsers,
            above: baseline.ndcgOfUsers,
            using: &generator
        )
    }

    /// When a judged user's list is shown.
    ///
    /// After the newest rating to train on, if all held-out ratings are later; else after the user's
    /// own newest one, if his are; a list of his whole taste, if not even they are.
    private var momentOfLists: (Row<User>) -> Int64? {
        let (train, test) = (split.train, split.test)
        guard let trainTimes = train.timestamps, let testTimes = test.timestamps,
            let newest = trainTimes.max(), let oldestHeldOut = testTimes.min()
        else { return { _ in nil } }
        if oldestHeldOut >= newest { return { _ in newest } }
        let lastTimes = (0..<train.userCount).map { user in
            train.range(of: Row(user)).last.map { trainTimes[$0] }
        }
        let isInOrder = (0..<train.userCount).allSatisfy { user in
            guard let last = lastTimes[user], let first = test.range(of: Row(user)).first else {
                return true
            }
            return last <= testTimes[first]
        }
        return { isInOrder ? lastTimes[$0.index] : nil }
    }

    // MARK: - Item-to-item

    private func judgeItemItem(_ model: RetrievalModel<Movie, Movie>) -> [String: Metrics] {
        Self.neighbourLists(model, on: itemSplit.train).mapValues { lists in
            NextCoRated.metrics(of: lists, at: Self.neighbourCount, on: itemSplit).merging(
                ListDiversity.metrics(
                    of: lists,
                    at: Self.neighbourCount,
                    catalogue: catalogue,
                    interactions: itemSplit.train
                )
            )
        }
    }

    /// The lists of the model and of its baselines; only movies with a rating are listed.
    private static func neighbourLists(
        _ model: RetrievalModel<Movie, Movie>,
        on interactions: Interactions
    ) -> [String: RankedLists<Movie, Movie>] {
        let counts = interactions.raterCounts
        let popularity = counts.map { $0 > 0 ? Float($0) : -.infinity }
        var lists = [
            "model": ExactIndex(model.candidates, admitting: counts.map { $0 > 0 }).best(
                neighbourCount,
                for: model.queries,
                excluding: { [$0] }
            ),
            "popularity": ExactIndex<Movie>.best(
                neighbourCount,
                ofEach: counts.count,
                excluding: { (query: Row<Movie>) in [query] },
                scoring: { range in
                    Matrix(
                        rowCount: range.count,
                        columnCount: counts.count,
                        values: Array(repeatElement(popularity, count: range.count).joined())
                    )
                }
            ),
        ]
        for similarity in CoRatingSimilarity.allCases {
            lists[similarity.rawValue] = similarity.neighbours(
                neighbourCount,
                in: interactions
            )
        }
        return lists
    }
}
