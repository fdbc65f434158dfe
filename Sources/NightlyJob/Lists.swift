import Ratings
import Retrieval
import TwoTower

/// The complete lists of every user and every movie: the models' rows, then labelled fallbacks.
package struct Lists: Sendable {
    /// The wished length of each list.
    package let top: Int
    let dataset: Dataset
    let includesSeen: Bool
    private let fallback: Fallback
    private let coRaters: CoRaters
    private let userLists: RankedLists<User, Movie>
    private let movieLists: RankedLists<Movie, Movie>
    private let contentQueries: ContentQueries
    private let operations: Double

    /// Ranks for everybody; only movies with a rating come from the models.
    package init(_ dataset: Dataset, _ models: Models, top: Int, includesSeen: Bool) {
        self.top = top
        self.dataset = dataset
        self.includesSeen = includesSeen
        fallback = Fallback(catalogue: dataset.catalogue, interactions: dataset.interactions)
        coRaters = CoRaters(of: dataset.interactions)
        let isRated = dataset.interactions.isRated
        let candidateCount = isRated.count { $0 }
        operations = [models.userMovie.queries, models.itemItem.queries]
            .map { 2 * Double($0.rowCount * candidateCount * $0.columnCount) }.reduce(0, +)
        userLists = ExactIndex(models.userMovie.candidates, admitting: isRated).best(
            top,
            for: models.userMovie.queries,
            excluding: { includesSeen ? [] : dataset.interactions.movies(of: $0) }
        )
        let contentQueries = ContentQueries(
            models.itemItem.queries,
            trainedOn: dataset.interactions,
            of: dataset.catalogue
        )
        self.contentQueries = contentQueries
        movieLists = ExactIndex(models.itemItem.candidates, admitting: isRated).best(
            top,
            for: contentQueries.queries,
            excluding: { [$0] }
        )
    }

    /// What ranking has handled: one product of embeddings for each query and each rated movie.
    var work: StageClock.Work {
        StageClock.Work(
            rows: userLists.candidates.count + movieLists.candidates.count,
            operations: operations
        )
    }

    /// Whether every user has seen everything that could be listed.
    var isEmptyForAllUsers: Bool {
        (0..<dataset.users.count).allSatisfy { list(of: Row($0)).isEmpty }
    }

    /// A user's list, shorter than `top` only where the user has seen everything else.
    package func list(of user: Row<User>) -> [ListEntry<Movie>] {
        fallback.completed(
            Array(zip(userLists[user], userLists.scores(of: user))),
            to: top,
            excluding: includesSeen ? [] : dataset.interactions.movies(of: user)
        )
    }

    /// A movie's neighbours with the number of common raters, shorter than `top` only where the
    /// catalogue is too small.
    ///
    /// A movie without a rating has neighbours by its content, or fallbacks if nothing is known of it.
    package func neighbours(
        of movie: Row<Movie>
    ) -> [(entry: ListEntry<Movie>, coRaterCount: Int)] {
        let entries = entries(of: movie)
        let counts = coRaters.counts(of: movie, with: entries.map(\.candidate))
        return Array(zip(entries, counts))
    }

    /// A movie's neighbours alone.
    func entries(of movie: Row<Movie>) -> [ListEntry<Movie>] {
        let isCold = contentQueries.isMade[movie.index]
        let isRanked = isCold || coRaters.raterCount(of: movie) > 0
        let ranked = isRanked ? Array(zip(movieLists[movie], movieLists.scores(of: movie))) : []
        return fallback.completedNeighbours(
            of: movie,
            ranked,
            from: isCold ? .content : .model,
            to: top
        )
    }
}
