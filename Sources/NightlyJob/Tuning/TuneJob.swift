import Evaluation
import Foundation
import Ratings
import TwoTower

/// Searches the settings of both models on held-out ratings, without publishing anything.
///
/// The ratings that `evaluate` would hold out, and for the item-to-item model also the users, are taken
/// away first and never looked at. Of the rest, another part is held out to judge trials by.
package struct TuneJob {
    private let settings: JobSettings
    private let dataset: Dataset
    private let pairs: ListedPairs?
    /// For the user-movie model.
    private let validation: HeldOutRatings
    /// For the item-to-item model: what other users rate together.
    let otherUsers: Split
    /// What the users of `otherUsers.train` rate next.
    private let itemValidation: HeldOutRatings
    private let observer: JobObserver

    /// Reads the ratings and holds out both parts.
    ///
    /// - Throws: What is wrong with the files, or `RatingsError` if too few ratings are left to judge
    ///   by.
    package init(_ settings: JobSettings, observer: JobObserver) throws {
        self.settings = settings
        self.observer = observer
        let input = try JobInput(reading: settings, observer)
        (dataset, pairs) = (input.dataset, input.pairs)
        func holdOut(of ratings: Interactions) throws(RatingsError) -> HeldOutRatings {
            try HeldOutRatings(of: ratings, by: settings.split, seed: settings.seed)
        }
        let test = try holdOut(of: dataset.interactions)
        validation = try holdOut(of: test.split.train)
        var generator = SeededGenerator(seed: settings.seed, stage: Evaluator.heldOutUsersStage)
        let seen = HeldOutUsers.split(test.itemSplit.train, using: &generator).train
        generator = SeededGenerator(seed: settings.seed, stage: "validation users")
        otherUsers = HeldOutUsers.split(seen, using: &generator)
        itemValidation = try holdOut(of: otherUsers.train)
    }

    /// Searches.
    ///
    /// - Parameters:
    ///   - budget: No trial begins after it, but for the two of the settings to begin from; each model
    ///     has half. What a trial says repeats; how many there is time for does not.
    ///   - isStopped: Whether no trial may begin any more, whatever is left of the budget; settings to
    ///     begin from that were not tried until then stay as they are.
    /// - Returns: The recipe found, and how.
    /// - Throws: What a broken disk or file throws; settings that diverge only lose.
    package func run(
        budget: Duration,
        isStopped: @escaping () -> Bool = { false }
    ) throws -> TuningReport {
        let recipe = settings.recipe
        let users = try search(
            .userMovie(on: dataset.holding(validation.split.train)),
            from: recipe.userMovie,
            budget: budget / 2,
            isStopped: isStopped,
            judge: judgeUserMovie
        )
        let items = try search(
            .itemItem(
                on: dataset.holding(itemValidation.itemSplit.train),
                hasPairs: pairs != nil
            ),
            from: recipe.itemItem,
            budget: budget / 2,
            isStopped: isStopped,
            judge: judgeItemItem
        )
        return TuningReport(start: recipe, users: users, items: items)
    }

    private func search<Settings: Equatable>(
        _ space: SearchSpace<Settings>,
        from start: Settings,
        budget: Duration,
        isStopped: @escaping () -> Bool,
        judge: @escaping (Settings, Double) throws -> Double?
    ) throws -> [SuccessiveHalving<Settings>.Trial] {
        guard !isStopped() else { return [] }
        let begin = ContinuousClock.now
        let search = SuccessiveHalving(
            space: space,
            hasTime: { !isStopped() && ContinuousClock.now - begin < budget },
            judge: { settings, share in
                do {
                    return try judge(settings, share)
                } catch is TrainingError {
                    return nil
                }
            }
        )
        var generator = SeededGenerator(seed: settings.seed, stage: "tune")
        return try search.search(from: start, using: &generator)
    }

    /// NDCG@20 of the users' lists.
    private func judgeUserMovie(_ trial: UserMovieSettings, share: Double) throws -> Double? {
        var recipe = settings.recipe
        recipe.userMovie = trial
        recipe.userMovie.scaleEpochs(by: share)
        // A trial that gets a share of its epochs gets no more.
        if share < 1 { recipe.userMovie.training.mostDoublings = 0 }
        let split = validation.split
        let model = try Models.trainUserMovie(
            on: dataset.holding(split.train),
            recipe: recipe,
            seed: settings.seed,
            moment: validation.momentOfLists,
            observer: observer
        )
        let outcome = UserMovieJudgement(split, catalogue: dataset.catalogue).judge(
            EmbeddingScorer(users: model.queries, movies: model.candidates, trainedOn: split.train)
        )
        return outcome.ndcgOfUsers.mean
    }

    /// The geometric mean of two NDCG@10: of what users rate next, and of what others rate together.
    private func judgeItemItem(_ trial: ItemItemSettings, share: Double) throws -> Double? {
        var recipe = settings.recipe
        recipe.itemItem = trial
        recipe.itemItem.training.scaleEpochs(by: share)
        let split = itemValidation.itemSplit
        let model = try Models.trainItemItem(
            on: dataset.holding(split.train),
            pairs: pairs,
            recipe: recipe,
            seed: settings.seed,
            observer: observer
        )
        let lists = Evaluator.neighbours(model, on: split.train)
        let others = Split(train: split.train, test: otherUsers.test)
        let k = Evaluator.neighbourCount
        let next = NextCoRated.quality(of: lists, at: k, on: split).ndcg
        let together = HeldOutUsers.ndcg(of: lists, at: k, on: others)
        return (next * together).squareRoot()
    }
}
