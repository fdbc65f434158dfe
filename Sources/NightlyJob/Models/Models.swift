import Cores
import Ratings
import TwoTower

/// The two models of a run.
package struct Models: Sendable {
    package let userMovie: RetrievalModel<User, Movie>
    package let itemItem: RetrievalModel<Movie, Movie>

    /// The loss of each epoch, by model; empty for models read from a folder.
    var losses: [String: [Double]] {
        ["user_movie": userMovie.losses, "item_item": itemItem.losses].filter { !$1.isEmpty }
    }

    /// Trains both, at the same time.
    ///
    /// - Parameters:
    ///   - dataset: What to learn from.
    ///   - pairs: Pairs for the item-to-item model; `nil` for co-rated ones.
    ///   - recipe: The settings of both models.
    ///   - earlier: Models of the same recipe to begin from; `nil` to begin by chance.
    ///   - seed: The run's.
    ///   - moment: When each user's list will be shown, in seconds since 1970; `nil` for whole
    ///     tastes.
    ///   - observer: Hears of every epoch.
    /// - Returns: Both, with the loss of each epoch.
    /// - Throws: `TrainingError.diverged`.
    static func train(
        on dataset: Dataset,
        pairs: ListedPairs?,
        recipe: Recipe,
        from earlier: Models? = nil,
        seed: UInt64,
        moment: @Sendable (Row<User>) -> Int64?,
        observer: JobObserver
    ) throws(TrainingError) -> Models {
        let (userMovie, itemItem) = try Cores.both {
            () throws(TrainingError) in
            try trainUserMovie(
                on: dataset,
                recipe: recipe,
                from: earlier?.userMovie,
                seed: seed,
                moment: moment,
                observer: observer
            )
        } _: {
            () throws(TrainingError) in
            try trainItemItem(
                on: dataset,
                pairs: pairs,
                recipe: recipe,
                from: earlier?.itemItem,
                seed: seed,
                observer: observer
            )
        }
        return Models(userMovie: userMovie, itemItem: itemItem)
    }

    /// Trains the user-movie model alone.
    static func trainUserMovie(
        on dataset: Dataset,
        recipe: Recipe,
        from earlier: RetrievalModel<User, Movie>? = nil,
        seed: UInt64,
        moment: (Row<User>) -> Int64?,
        observer: JobObserver
    ) throws(TrainingError) -> RetrievalModel<User, Movie> {
        try UserMovieModel.train(
            on: dataset.interactions,
            by: dataset.users,
            describedAs: dataset.userDescriptions,
            of: dataset.catalogue,
            with: recipe.userMovie,
            moment: moment,
            from: earlier?.parameters ?? [],
            seed: seed,
            observe: observer.observe("user-movie")
        )
    }

    /// Trains the item-to-item model alone.
    static func trainItemItem(
        on dataset: Dataset,
        pairs: ListedPairs?,
        recipe: Recipe,
        from earlier: RetrievalModel<Movie, Movie>? = nil,
        seed: UInt64,
        observer: JobObserver
    ) throws(TrainingError) -> RetrievalModel<Movie, Movie> {
        let observe = observer.observe("item-to-item")
        if let pairs {
            return try ItemItemModel.train(
                on: pairs,
                popularity: dataset.interactions,
                of: dataset.catalogue,
                with: recipe.itemItem,
                from: earlier?.parameters ?? [],
                seed: seed,
                observe: observe
            )
        }
        return try ItemItemModel.train(
            on: dataset.interactions,
            of: dataset.catalogue,
            with: recipe.itemItem,
            from: earlier?.parameters ?? [],
            seed: seed,
            observe: observe
        )
    }
}
