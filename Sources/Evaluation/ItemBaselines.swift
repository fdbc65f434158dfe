import LinearAlgebra
import Ratings
import Retrieval

/// What else could make movies' lists of neighbours.
package enum ItemBaselines {
    /// Makes the lists of the baselines.
    ///
    /// - Parameters:
    ///   - k: The wished length of each list.
    ///   - interactions: The ratings to train on.
    ///   - tuning: Says which baselines there are.
    /// - Returns: Them by name; only movies with a rating are listed.
    /// - Throws: `EASEError`.
    package static func neighbours(
        _ k: Int,
        in interactions: Interactions,
        _ tuning: BaselineTuning
    ) throws(EASEError) -> [String: RankedLists<Movie, Movie>] {
        var lists = ["popularity": popular(k, in: interactions)]
        let similarities = CoRatingSimilarity.allCases
        let ofSimilarities = CoRatingSimilarity.neighbours(k, by: similarities, in: interactions)
        for (similarity, list) in zip(similarities, ofSimilarities) {
            lists[similarity.rawValue] = list
        }
        if let regularisation = tuning.easeNeighboursRegularisation {
            lists["ease"] = try EASE(interactions, regularisation: regularisation).neighbours(k)
        }
        return lists
    }

    private static func popular(
        _ k: Int,
        in interactions: Interactions
    ) -> RankedLists<Movie, Movie> {
        let popularity = interactions.raterCounts.map { $0 > 0 ? Float($0) : -.infinity }
        return ExactIndex<Movie>.best(
            k,
            ofEach: popularity.count,
            excluding: { (query: Row<Movie>) in [query] },
            scoring: { range in
                Matrix(
                    rowCount: range.count,
                    columnCount: popularity.count,
                    values: Array(repeatElement(popularity, count: range.count).joined())
                )
            }
        )
    }
}
