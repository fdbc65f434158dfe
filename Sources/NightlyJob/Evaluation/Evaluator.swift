import Cores
import Evaluation
import LinearAlgebra
import Ratings
import Retrieval
import TwoTower

/// Judges both models beside their baselines, all trained on the same held-in ratings.
struct Evaluator {
    /// All users and movies; which ratings are trained on is the splits' to say.
    let dataset: Dataset
    let heldOut: HeldOutRatings
    let recipe: Recipe
    let pairs: ListedPairs?
    let baselines: BaselineSet
    /// Whether to judge lists for users that training never saw, which takes one more training.
    let judgesUnseen: Bool
    let seed: UInt64
    let observer: JobObserver

    var catalogue: Catalogue { dataset.catalogue }

    var split: Split { heldOut.split }

    private var itemSplit: Split { heldOut.itemSplit }

    /// Draws the users that are held out.
    static let heldOutUsersStage: StaticString = "held-out users"

    /// How long a movie's list is when it is judged.
    static let neighbourCount = 10

    /// Trains on the splits' training ratings and judges on the rest.
    func judge() throws -> EvaluationReport {
        let tuning = tuning
        let (users, movies) = try Cores.both {
            () throws in
            try judgeUserMovie(tuning)
        } _: {
            () throws in
            try judgeItemItem(tuning)
        }
        return EvaluationReport(
            split: heldOut.splitName,
            itemSplit: heldOut.itemSplitName,
            seed: seed,
            recipe: recipe.name,
            data: users.counts,
            userMovie: users.metrics,
            itemItem: movies,
            tuning: tuning,
            aboveBestBaseline: users.aboveBest,
            abovePopularity: users.abovePopularity,
            unseenUsers: users.unseen
        )
    }

    /// What the baselines' settings are to be.
    private var tuning: BaselineTuning {
        guard baselines == .all else { return BaselineTuning() }
        let validation = heldOut.validation(seed: seed)
        let tuning = BaselineTuning(
            ratedMovieCount: zip(split.train.raterCounts, split.test.raterCounts)
                .count { $0 + $1 > 0 },
            users: validation.split,
            movies: validation.itemSplit,
            catalogue: catalogue,
            seed: seed
        )
        if let refusal = tuning.easeRefusal { observer.logger.warning("\(refusal)") }
        return tuning
    }

    /// Judges the lists of an item-to-item model that was trained on everything, as a person would.
    ///
    /// - Parameters:
    ///   - model: The model.
    ///   - everything: What it was trained on.
    ///   - catalogue: Titles and genres.
    ///   - tuning: The baselines' settings.
    /// - Returns: Metrics of `model` and of the baselines.
    /// - Throws: `EASEError`.
    static func judgeFinalLists(
        _ model: RetrievalModel<Movie, Movie>,
        on everything: Interactions,
        catalogue: Catalogue,
        _ tuning: BaselineTuning
    ) throws(EASEError) -> [String: Metrics] {
        let franchises = Franchises(catalogue: catalogue, interactions: everything)
        return try neighbourLists(model, on: everything, tuning).mapValues {
            franchises.metrics(of: $0, at: neighbourCount)
        }
    }

    /// Trains an item-to-item model on four fifths of the users and judges it by the others.
    ///
    /// - Returns: Metrics of `model` and of the baselines.
    func judgeByHeldOutUsers(
        _ everything: Interactions,
        _ tuning: BaselineTuning
    ) throws -> [String: Metrics] {
        var generator = SeededGenerator(seed: seed, stage: Self.heldOutUsersStage)
        let split = HeldOutUsers.split(everything, using: &generator)
        let model = try Models.trainItemItem(
            on: dataset.holding(split.train),
            pairs: pairs,
            recipe: recipe,
            seed: seed,
            observer: observer
        )
        return try Self.neighbourLists(model, on: split.train, tuning).mapValues {
            HeldOutUsers.metrics(of: $0, at: Self.neighbourCount, on: split)
        }
    }

    // MARK: - User-movie

    private struct UserMovieOutcome {
        let counts: EvaluationReport.DataCounts
        let metrics: [String: Metrics]
        let aboveBest: EvaluationReport.Comparison
        let abovePopularity: BootstrapInterval
        /// Of users whom training never saw, if they are judged.
        let unseen: [String: Metrics]?
    }

    private func judgeUserMovie(_ tuning: BaselineTuning) throws -> UserMovieOutcome {
        let model = try Models.trainUserMovie(
            on: dataset.holding(split.train),
            recipe: recipe,
            seed: seed,
            moment: heldOut.momentOfLists,
            observer: observer
        )
        let judgement = UserMovieJudgement(split, catalogue: catalogue)
        var own = observer.measure(
            "judged",
            of: ["model": "user-movie", "ratings": "\(split.test.count)"]
        ) {
            judgement.judge(
                EmbeddingScorer(
                    users: model.queries,
                    movies: model.candidates,
                    trainedOn: split.train
                )
            )
        }
        var generator = SeededGenerator(seed: seed, stage: "evaluation batches")
        own.metrics["loss_per_row"] = InBatchLoss.ofLastBatch(
            split,
            users: model.queries,
            movies: model.candidates,
            temperature: model.temperature,
            using: &generator
        )
        let baselines = try UserBaselines.scorers(trainedOn: split.train, tuning, seed: seed)
            .mapValues { judgement.judge($0) }
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
            abovePopularity: difference(of: own, from: baselines["popularity"] ?? own),
            unseen: judgesUnseen ? try judgeUnseenUsers(beside: model) : nil
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

    // MARK: - Item-to-item

    private func judgeItemItem(_ tuning: BaselineTuning) throws -> [String: Metrics] {
        let model = try Models.trainItemItem(
            on: dataset.holding(itemSplit.train),
            pairs: pairs,
            recipe: recipe,
            seed: seed,
            observer: observer
        )
        return try Self.neighbourLists(model, on: itemSplit.train, tuning).mapValues { lists in
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

    /// A model's lists of the movies that are judged, empty for the others; only movies with a rating
    /// are listed.
    static func neighbours(
        _ model: RetrievalModel<Movie, Movie>,
        on interactions: Interactions
    ) -> RankedLists<Movie, Movie> {
        let movies = Judged.movies(of: interactions.movieCount)
        let lists: RankedLists<Movie, Movie> = ExactIndex(
            model.candidates,
            admitting: interactions.isRated
        ).best(
            neighbourCount,
            for: model.queries.gathering(movies.map(\.index)),
            excluding: { [movies[$0.index]] }
        )
        return RankedLists(interactions.movieCount, spreading: lists, to: movies)
    }

    /// The lists of the model and of its baselines, as `neighbours` has them.
    private static func neighbourLists(
        _ model: RetrievalModel<Movie, Movie>,
        on interactions: Interactions,
        _ tuning: BaselineTuning
    ) throws(EASEError) -> [String: RankedLists<Movie, Movie>] {
        var lists = try ItemBaselines.neighbours(neighbourCount, in: interactions, tuning)
        lists["model"] = neighbours(model, on: interactions)
        return lists
    }
}
