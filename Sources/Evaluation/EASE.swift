import LinearAlgebra
import Ratings
import Retrieval

/// The linear model between movies that predicts each user's ratings best from his others (Steck 2019,
/// "Embarrassingly shallow autoencoders for sparse data").
///
/// With G, how many users rated each two movies, and P = (G + λ)⁻¹, the weight of movie i for movie j
/// is -P(i, j) ÷ P(j, j), and a movie scores the sum of its weights of what the user rated. A movie
/// that nobody rated scores -∞.
package struct EASE: MovieScorer {
    /// How many rated movies it takes on: the matrix of 20,000 has 1.6 GB.
    package static let mostMovies = 20_000

    private let movieCount: Int
    /// The movies with a rating, ascending: what rows and columns stand for.
    private let rated: [Int]
    /// Who rated what, of shape `[users, rated]`.
    private let ratings: SparseMatrix
    /// Shape `[rated, rated]`, with the movie that is given as row; 0 on the diagonal.
    private let weights: Matrix

    /// Solves the model.
    ///
    /// - Parameters:
    ///   - interactions: Every rating counts 1.
    ///   - regularisation: λ > 0, in ratings.
    /// - Throws: `EASEError`.
    /// - Complexity: O(rated movies³) on one core.
    package init(_ interactions: Interactions, regularisation: Float) throws(EASEError) {
        movieCount = interactions.movieCount
        let counts = interactions.raterCounts
        rated = counts.indices.filter { counts[$0] > 0 }
        try Self.check(ratedMovieCount: rated.count)
        ratings = interactions.positives(of: rated)
        var matrix = ratings.gram
        for place in rated.indices { matrix[place, place] += regularisation }
        guard matrix.invertPositiveDefinite() else {
            throw .tooLittleRegularisation(regularisation)
        }
        let scales = rated.indices.map { -1 / matrix[$0, $0] }
        for row in rated.indices {
            for column in rated.indices { matrix[row, column] *= scales[column] }
            matrix[row, row] = 0
        }
        weights = matrix
    }

    /// Whether so many movies with a rating are not too many.
    package static func check(ratedMovieCount count: Int) throws(EASEError) {
        guard count <= mostMovies else { throw .tooManyMovies(count: count) }
    }

    package func scores(of users: [Int]) -> Matrix {
        ratings.gathering(users).times(weights).spread(to: rated, of: movieCount)
    }

    /// The movies that some movies, or else all, have the largest weights for; a movie that nobody
    /// rated has none and is in no list.
    package func neighbours(
        _ k: Int,
        of queries: [Row<Movie>]? = nil
    ) -> RankedLists<Movie, Movie> {
        let queries = queries ?? (0..<movieCount).map { Row($0) }
        let places = Dictionary(uniqueKeysWithValues: rated.enumerated().map { ($1, $0) })
        let nothing = [Float](repeating: -.infinity, count: rated.count)
        return ExactIndex.best(
            k,
            ofEach: queries.count,
            excluding: { (query: Row<Movie>) in [queries[query.index]] },
            scoring: { range in
                let rows = queries[range].map { query in
                    places[query.index].map { weights[row: $0] } ?? nothing[...]
                }
                return Matrix(
                    rowCount: rows.count,
                    columnCount: rated.count,
                    values: Array(rows.joined())
                ).spread(to: rated, of: movieCount)
            }
        )
    }
}

extension Matrix {
    /// The same columns at other places; the columns between them are -∞.
    fileprivate func spread(to columns: [Int], of count: Int) -> Matrix {
        var values = [Float](repeating: -.infinity, count: rowCount * count)
        for row in 0..<rowCount {
            for (column, value) in zip(columns, self[row: row]) {
                values[row * count + column] = value
            }
        }
        return Matrix(rowCount: rowCount, columnCount: count, values: values)
    }
}

extension Interactions {
    /// A 1 for each rating, of shape `[users, movies.count]`; `movies` are all that have one.
    fileprivate func positives(of movies: [Int]) -> SparseMatrix {
        var places = [Int](repeating: 0, count: movieCount)
        for (place, movie) in movies.enumerated() { places[movie] = place }
        return SparseMatrix(
            columnCount: movies.count,
            starts: starts,
            columns: self.movies.map { Int32(places[$0.index]) },
            weights: [Float](repeating: 1, count: count)
        )
    }
}

/// Why the model cannot be solved.
package enum EASEError: Error, Equatable, CustomStringConvertible {
    case tooManyMovies(count: Int)
    /// The matrix of so much regularisation cannot be inverted in single precision.
    case tooLittleRegularisation(Float)

    package var description: String {
        switch self {
        case .tooManyMovies(let count):
            "EASE takes on at most \(EASE.mostMovies) movies with a rating, and there are \(count)"
        case .tooLittleRegularisation(let regularisation):
            "EASE needs more regularisation than \(regularisation)"
        }
    }
}
