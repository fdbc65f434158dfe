import Ratings
import Retrieval

/// Judges the lists of movies that nobody rated, by ratings that were hidden.
///
/// All ratings of a tenth of the rated movies are held out. A neighbour's gain is its damped lift
/// with them included; only movies that keep their ratings can be neighbours.
package struct ColdMovies: Sendable {
    /// The ratings of the other movies.
    package let known: Interactions
    /// The movies whose ratings were taken away, ascending.
    package let movies: [Row<Movie>]
    private let everything: Interactions

    /// Takes the ratings of a tenth of the rated movies away.
    package init(
        of interactions: Interactions,
        using generator: inout some RandomNumberGenerator
    ) {
        let counts = interactions.raterCounts
        let rated = counts.indices.filter { counts[$0] > 0 }.shuffled(using: &generator)
        let cold = Set(rated.prefix(rated.count / 10))
        movies = cold.sorted().map { Row($0) }
        known = interactions.filtered(by: interactions.movies.map { !cold.contains($0.index) })
        everything = interactions
    }

    /// What lists of the cold movies are worth, as `ndcg@k`.
    ///
    /// - Parameters:
    ///   - systems: By name, a list for each of `movies`, in their order.
    ///   - k: Only the first k places of a list count.
    /// - Returns: By name, from 0 to 1: the mean over the movies with any gain; 0 if there is none.
    package func metrics(of systems: [String: [[Row<Movie>]]], at k: Int) -> [String: Metrics] {
        var isCold = [Bool](repeating: false, count: everything.movieCount)
        for movie in movies { isCold[movie.index] = true }
        let gains = CoRatingGains(among: isCold.map { !$0 }, in: everything)
        return systems.mapValues { lists in
            Metrics(["ndcg@\(k)": gains.ndcg(of: lists.map { $0[...] }, for: movies, at: k)])
        }
    }
}
