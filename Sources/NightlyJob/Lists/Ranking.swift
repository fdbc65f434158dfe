import LinearAlgebra
import Ratings
import Retrieval
import TwoTower

/// How lists are made, all at once or one alone: the models' rows, then labelled fallbacks.
///
/// Only movies with a rating come from the models. A list made alone is the same as among all.
struct Ranking: Sendable {
    let dataset: Dataset
    /// The wished length of each list.
    let top: Int
    let includesSeen: Bool
    private let models: Models
    private let isRated: [Bool]
    private let fallback: Fallback

    init(_ dataset: Dataset, _ models: Models, top: Int, includesSeen: Bool) {
        self.dataset = dataset
        self.top = top
        self.includesSeen = includesSeen
        self.models = models
        isRated = dataset.interactions.isRated
        fallback = Fallback(catalogue: dataset.catalogue, interactions: dataset.interactions)
    }

    /// How many multiplications and additions it takes to rank for everybody.
    var operations: Double {
        let candidateCount = isRated.count { $0 }
        return [models.userMovie.queries, models.itemItem.queries]
            .map { 2 * Double($0.rowCount * candidateCount * $0.columnCount) }.reduce(0, +)
    }

    // MARK: - Users

    /// What the model ranks for every user.
    func userLists() -> RankedLists<User, Movie> {
        userIndex.best(top, for: models.userMovie.queries, excluding: excluded(for:))
    }

    /// One user's list, ranked for him alone.
    func list(of user: Row<User>) -> [ListEntry<Movie>] {
        let queries = models.userMovie.queries
        let ranked = userIndex.best(top, for: user, among: queries, excluding: excluded(for:))
        return completed(ranked, of: user)
    }

    /// The list of somebody whom training never saw.
    ///
    /// - Parameters:
    ///   - query: Shape `[1, dimension]`.
    ///   - history: What he has rated.
    /// - Returns: As long as a user's.
    func list(for query: Matrix, withHistory history: [Row<Movie>]) -> [ListEntry<Movie>] {
        let excluded = includesSeen ? [] : history[...]
        let ranked = userIndex.best(
            top,
            for: Row<User>(0),
            among: query,
            excluding: { _ in excluded }
        )
        return fallback.completed(ranked, to: top, excluding: excluded)
    }

    /// A user's list, shorter than `top` only where the user has seen everything else.
    func completed(_ ranked: [(Row<Movie>, Float)], of user: Row<User>) -> [ListEntry<Movie>] {
        fallback.completed(ranked, to: top, excluding: excluded(for: user))
    }

    /// What a user's list must not hold.
    func excluded(for user: Row<User>) -> ArraySlice<Row<Movie>> {
        includesSeen ? [] : dataset.interactions.movies(of: user)
    }

    private var userIndex: ExactIndex<Movie> {
        ExactIndex(models.userMovie.candidates, admitting: isRated)
    }

    // MARK: - Movies

    /// What the model ranks for every movie, and which movies it knows by their content alone.
    func movieLists() -> (ranked: RankedLists<Movie, Movie>, isCold: [Bool]) {
        let content = contentQueries()
        return (
            movieIndex.best(top, for: content.queries, excluding: { [$0] }), content.isMade
        )
    }

    /// One movie's neighbours, ranked for it alone.
    func neighbours(of movie: Row<Movie>) -> [ListEntry<Movie>] {
        let content = contentQueries(for: movie)
        let ranked = movieIndex.best(
            top,
            for: movie,
            among: content.queries,
            excluding: { [$0] }
        )
        return completed(ranked, of: movie, isCold: content.isMade[movie.index])
    }

    /// A movie's neighbours, shorter than `top` only where the catalogue is too small.
    ///
    /// A movie without a rating has neighbours by its content, or fallbacks if nothing is known of it.
    func completed(
        _ ranked: [(Row<Movie>, Float)],
        of movie: Row<Movie>,
        isCold: Bool
    ) -> [ListEntry<Movie>] {
        fallback.completedNeighbours(
            of: movie,
            isCold || isRated[movie.index] ? ranked : [],
            from: isCold ? .content : .model,
            to: top
        )
    }

    private var movieIndex: ExactIndex<Movie> {
        ExactIndex(models.itemItem.candidates, admitting: isRated)
    }

    private func contentQueries(for movie: Row<Movie>? = nil) -> ContentQueries {
        ContentQueries(
            models.itemItem.queries,
            trainedOn: dataset.interactions,
            of: dataset.catalogue,
            for: movie
        )
    }
}
