import Ratings
import Retrieval

/// What else could make movies' lists of neighbours.
package enum ItemBaselines {
    /// Makes the baselines' lists of the movies that are judged.
    ///
    /// - Parameters:
    ///   - k: The wished length of each list.
    ///   - interactions: The ratings to train on.
    ///   - tuning: Says which baselines there are.
    /// - Returns: By name, a list for each movie, empty for those that are not judged; only movies
    ///   with a rating are listed.
    /// - Throws: `EASEError`.
    package static func neighbours(
        _ k: Int,
        in interactions: Interactions,
        _ tuning: BaselineTuning
    ) throws(EASEError) -> [String: RankedLists<Movie, Movie>] {
        let movies = Judged.movies(of: interactions.movieCount)
        var lists = ["popularity": popular(k, of: movies, in: interactions)]
        let similarities: [CoRatingSimilarity] = [.count, .cosine, .dampedLift]
        let ofSimilarities = CoRatingSimilarity.neighbours(
            k,
            of: movies,
            by: similarities,
            in: interactions
        )
        for (similarity, list) in zip(similarities, ofSimilarities) {
            lists[similarity.rawValue] = list
        }
        if let regularisation = tuning.easeNeighboursRegularisation {
            let ease = try EASE(interactions, regularisation: regularisation)
            lists["ease"] = ease.neighbours(k, of: movies)
        }
        return lists.mapValues {
            RankedLists(interactions.movieCount, spreading: $0, to: movies)
        }
    }

    /// The most-rated movies but for the movie itself.
    private static func popular(
        _ k: Int,
        of movies: [Row<Movie>],
        in interactions: Interactions
    ) -> RankedLists<Movie, Movie> {
        let counts = interactions.raterCounts
        var best = TopK(k + 1)
        for (movie, count) in counts.enumerated() where count > 0 {
            best.consider(UInt32(movie), score: Float(count))
        }
        let ranked = best.finish()
        var lists = RankedLists<Movie, Movie>()
        for movie in movies {
            lists.append(Array(ranked.lazy.filter { $0.candidate != movie.index }.prefix(k)))
        }
        return lists
    }
}
