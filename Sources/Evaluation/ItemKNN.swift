import LinearAlgebra
import Ratings
import Retrieval

/// Item-based nearest neighbours (Sarwar, Karypis, Konstan & Riedl 2001).
///
/// A movie scores the sum of its cosines to those of its nearest neighbours that the user rated.
package struct ItemKNN: MovieScorer {
    private let interactions: Interactions
    /// For each movie, the movies that have it as a neighbour, with their cosines.
    private let admirers: [[(movie: Int, score: Float)]]

    /// Finds the neighbours.
    ///
    /// - Parameters:
    ///   - interactions: The ratings.
    ///   - neighbourCount: How many neighbours of each movie count.
    package init(_ interactions: Interactions, neighbourCount: Int = 50) {
        self.interactions = interactions
        let lists = CoRatingSimilarity.neighbours(
            neighbourCount,
            by: [.cosine],
            in: interactions
        )[0]
        var admirers = [[(movie: Int, score: Float)]](repeating: [], count: lists.count)
        for movie in 0..<lists.count {
            for (neighbour, score) in zip(lists[Row(movie)], lists.scores(of: Row(movie))) {
                admirers[neighbour.index].append((movie, score))
            }
        }
        self.admirers = admirers
    }

    package func scores(of users: [Int]) -> Matrix {
        var scores = Matrix(rowCount: users.count, columnCount: interactions.movieCount)
        for (row, user) in users.enumerated() {
            for movie in interactions.movies(of: Row(user)) {
                for (admirer, score) in admirers[movie.index] { scores[row, admirer] += score }
            }
        }
        return scores
    }
}
