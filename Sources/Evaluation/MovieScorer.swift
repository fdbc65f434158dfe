import LinearAlgebra
import Ratings

/// What can score every movie for every user: a model or a baseline.
package protocol MovieScorer: Sendable {
    /// The scores of some consecutive users. Shape `[users.count, movies]`.
    func scores(of users: Range<Int>) -> Matrix
}

/// Scores by the dot product of two embeddings.
package struct EmbeddingScorer: MovieScorer {
    private let users: Matrix
    private let movies: Matrix

    /// - Parameters:
    ///   - users: Shape `[users, dimension]`.
    ///   - movies: Shape `[movies, dimension]`.
    package init(users: Matrix, movies: Matrix) {
        self.users = users
        self.movies = movies
    }

    package func scores(of range: Range<Int>) -> Matrix {
        var scores = Matrix(rowCount: range.count, columnCount: movies.rowCount)
        scores.setFirstRows(toProductOf: users.rows(range), withTransposeOf: movies.allRows)
        return scores
    }
}

/// The yardstick: the number of users who rated a movie, the same for everybody.
package struct Popularity: MovieScorer {
    private let counts: [Float]

    package init(_ interactions: Interactions) {
        counts = interactions.raterCounts.map(Float.init)
    }

    package func scores(of users: Range<Int>) -> Matrix {
        Matrix(
            rowCount: users.count,
            columnCount: counts.count,
            values: Array(repeatElement(counts, count: users.count).joined())
        )
    }
}
