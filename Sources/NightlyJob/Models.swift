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

    /// Trains both.
    ///
    /// - Parameters:
    ///   - interactions: What to learn from.
    ///   - catalogue: Titles and genres, for recipes that use them.
    ///   - pairs: Pairs for the item-to-item model; `nil` for co-rated ones.
    ///   - recipe: The settings of both models.
    ///   - seed: The run's.
    ///   - moment: When each user's list will be shown, in seconds since 1970; `nil` for whole
    ///     tastes.
    ///   - observer: Hears of every epoch.
    /// - Returns: Both, with the loss of each epoch.
    /// - Throws: `TrainingError.diverged`.
    static func train(
        on interactions: Interactions,
        of catalogue: Catalogue,
        pairs: ListedPairs?,
        recipe: Recipe,
        seed: UInt64,
        moment: (Row<User>) -> Int64?,
        observer: JobObserver
    ) throws(TrainingError) -> Models {
        Models(
            userMovie: try trainUserMovie(
                on: interactions,
                of: catalogue,
                recipe: recipe,
                seed: seed,
                moment: moment,
                observer: observer
            ),
            itemItem: try trainItemItem(
                on: interactions,
                of: catalogue,
                pairs: pairs,
                recipe: recipe,
                seed: seed,
                observer: observer
            )
        )
    }

    /// Trains the user-movie model alone.
    static func trainUserMovie(
        on interactions: Interactions,
        of catalogue: Catalogue,
        recipe: Recipe,
        seed: UInt64,
        moment: (Row<User>) -> Int64?,
        observer: JobObserver
    ) throws(TrainingError) -> RetrievalModel<User, Movie> {
        try UserMovieModel.train(
            on: interactions,
            of: catalogue,
            with: recipe.userMovie,
            moment: moment,
            seed: seed,
            observe: observer.observe("user-movie", of: recipe.userMovie.training.epochs)
        )
    }

    /// Trains the item-to-item model alone.
    static func trainItemItem(
        on interactions: Interactions,
        of catalogue: Catalogue,
        pairs: ListedPairs?,
        recipe: Recipe,
        seed: UInt64,
        observer: JobObserver
    ) throws(TrainingError) -> RetrievalModel<Movie, Movie> {
        let observe = observer.observe("item-to-item", of: recipe.itemItem.training.epochs)
        if let pairs {
            return try ItemItemModel.train(
                on: pairs,
                popularity: interactions,
                of: catalogue,
                with: recipe.itemItem,
                seed: seed,
                observe: observe
            )
        }
        return try ItemItemModel.train(
            on: interactions,
            of: catalogue,
            with: recipe.itemItem,
            seed: seed,
            observe: observe
        )
    }
}
