import LinearAlgebra
import Ratings
import Retrieval

/// Item-based nearest neighbours (Sarwar et al. 2001; Deshpande & Karypis 2004): a movie scores the
/// sum of its cosines to the movies that the user rated.
package struct ItemKNN: MovieScorer {
    private let interactions: Interactions
    private let neighbours: RankedLists<Movie, Movie>

    /// - Parameter neighbourCount: How many neighbours of each rated movie count.
    package init(_ interactions: Interactions, neighbourCount: Int = 200) {
        self.interactions = interactions
        neighbours = CoRatingSimilarity.cosine.neighbours(neighbourCount, in: interactions)
    }

    package func scores(of users: Range<Int>) -> Matrix {
        var scores = Matrix(rowCount: users.count, columnCount: interactions.movieCount)
        for (row, user) in users.enumerated() {
            for movie in interactions.movies(of: Row(user)) {
                for (neighbour, score) in zip(neighbours[movie], neighbours.scores(of: movie)) {
                    scores[row, neighbour.index] += score
                }
            }
        }
        return scores
    }
}
