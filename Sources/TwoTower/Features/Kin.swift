import LinearAlgebra
import Ratings
import Retrieval

/// The movies that a movie of few ratings leans on: those whose raters are most nearly its own.
///
/// What few ratings teach of a movie, its kin's raters make up for: their embeddings are added to its
/// own, so that a step which moves one movie moves those that are alike. And who rated it is expected
/// to want its kin too: they are positives beside it, as far as it leans on them (as the item-item
/// constraint of UltraGCN, Mao et al. 2021).
struct Kin: Sendable {
    /// Shape `[movies, movies]`.
    private let shares: SparseMatrix

    /// The kin that a recipe asks for; `nil` for none.
    init?(_ settings: UserMovieSettings, in interactions: Interactions) {
        guard settings.hasKin else { return nil }
        self.init(settings.kinLength, below: settings.kinRatings, in: interactions)
    }

    /// Finds the kin of all movies, by the damped cosine of co-ratings; ties go to the lower row.
    ///
    /// Pairs with one rater in common are left out: they are what training is to predict. So are users
    /// of more than 1,000 ratings, who rated nearly anything: they tell little and take most of the
    /// time.
    ///
    /// - Parameters:
    ///   - length: How many each movie has, at most.
    ///   - ratingCount: A movie of n ratings leans 1 - n ÷ this on its kin, and not at all from there
    ///     on: so much their shares add up to, in proportion to the cosines.
    ///   - interactions: Who rated what.
    /// - Complexity: `operationCount`, as `CoRatingCounts.map`.
    init(_ length: Int, below ratingCount: Int, in interactions: Interactions) {
        let counts = CoRatingCounts(in: interactions.withoutUsers(ofMoreThan: Self.mostRatings))
        let leaning = interactions.raterCounts.enumerated().filter { $0.element < ratingCount }
        let queries = leaning.map { Row<Movie>($0.offset) }
        let kin = counts.map(queries, ofAtLeast: 2) { place, coRated in
            let share = 1 - Float(leaning[place].element) / Float(ratingCount)
            let similarity = CoRatingSimilarity.dampedCosine
            let best = similarity.best(length, of: queries[place], coRated, among: counts)
            let sum = best.reduce(0) { $0 + $1.score }
            return best.map { (column: $0.candidate, weight: share * $0.score / sum) }
        }
        var rows = [[(column: Int, weight: Float)]](repeating: [], count: interactions.movieCount)
        for (query, entries) in zip(queries, kin) { rows[query.index] = entries }
        shares = SparseMatrix(rows: rows, columnCount: rows.count)
    }

    /// The kin of a movie, nearest first, and the share of each.
    subscript(movie: Row<Movie>) -> some Collection<(movie: Row<Movie>, share: Float)> {
        let columns = shares.columns(ofRow: movie.index)
        let shares = shares.weights(ofRow: movie.index)
        return columns.indices.lazy.map { (movie: Row(Int(columns[$0])), share: shares[$0]) }
    }

    /// How many ratings `init` looks at: for each rating of a movie that leans, all of its user.
    static func operationCount(below ratingCount: Int, in interactions: Interactions) -> Int {
        let counts = interactions.raterCounts
        return (0..<interactions.userCount).reduce(0) { sum, user in
            let movies = interactions.movies(of: Row(user))
            guard movies.count <= mostRatings else { return sum }
            return sum + movies.count * movies.count { counts[$0.index] < ratingCount }
        }
    }

    private static let mostRatings = 1_000
}
