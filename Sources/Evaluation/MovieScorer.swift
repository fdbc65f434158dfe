import LinearAlgebra
import Ratings

/// What can score every movie for every user: a model or a baseline.
package protocol MovieScorer: Sendable {
    /// The scores of some users, given their rows. Shape `[users.count, movies]`.
    func scores(of users: [Int]) -> Matrix
}

/// Scores by the dot product of two embeddings, as published lists do: a movie that nobody rated is
/// never listed, so it scores -∞.
package struct EmbeddingScorer: MovieScorer {
    private let users: Matrix
    private let movies: Matrix
    private let unrated: [Int]

    /// Prepares to score.
    ///
    /// - Parameters:
    ///   - users: Shape `[users, dimension]`.
    ///   - movies: Shape `[movies, dimension]`.
    ///   - interactions: The ratings that the embeddings were trained on.
    package init(users: Matrix, movies: Matrix, trainedOn interactions: Interactions) {
        self.users = users
        self.movies = movies
        let counts = interactions.raterCounts
        unrated = counts.indices.filter { counts[$0] == 0 }
    }

    package func scores(of rows: [Int]) -> Matrix {
        let queries = users.gathering(rows)
        var scores = Matrix(productOf: queries.allRows, withTransposeOf: movies.allRows)
        for row in rows.indices {
            for movie in unrated { scores[row, movie] = -.infinity }
        }
        return scores
    }
}

/// The yardstick: the number of users who rated a movie, the same for everybody.
package struct Popularity: MovieScorer {
    private let counts: [Float]

    package init(_ interactions: Interactions) {
        counts = interactions.raterCounts.map(Float.init)
    }

    package func scores(of users: [Int]) -> Matrix {
        Matrix(
            rowCount: users.count,
            columnCount: counts.count,
            values: Array(repeatElement(counts, count: users.count).joined())
        )
    }
}
