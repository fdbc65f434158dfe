import Cores
import LinearAlgebra
import Ratings

/// Matrix factorisation that counts every movie a user has not rated as a weak "no" (Hu, Koren &
/// Volinsky 2008), with the loss and the tuning of Rendle, Krichene, Zhang & Koren 2022.
///
/// For users w and movies h the loss is Σ over ratings of (⟨w, h⟩ - 1)² + α Σ over all pairs of
/// ⟨w, h⟩² + λ Σ (n(u) + α · movies) |w|² + λ Σ (n(i) + α · users) |h|². Users and movies are solved in
/// turn, each exactly. A movie that nobody rated scores -∞.
package struct IALS: MovieScorer {
    /// What decides the factors.
    package struct Settings: Codable, Equatable, Sendable {
        package var dimension = 64
        package var epochs = 16
        /// α.
        package var unobservedWeight: Float
        /// λ > 0.
        package var regularisation: Float
        /// The length of a movie's factors at the start, about.
        package var initialLength: Float = 0.1

        package init(unobservedWeight: Float, regularisation: Float) {
            self.unobservedWeight = unobservedWeight
            self.regularisation = regularisation
        }

        enum CodingKeys: String, CodingKey {
            case dimension, epochs, regularisation
            case unobservedWeight = "unobserved_weight"
            case initialLength = "initial_length"
        }
    }

    /// Shape `[users, dimension]`.
    let users: Matrix
    /// Shape `[movies, dimension]`.
    let movies: Matrix
    private let scorer: EmbeddingScorer

    /// Finds the factors.
    ///
    /// - Parameters:
    ///   - interactions: Every rating counts 1.
    ///   - settings: How strongly to regularise, and for how long to go on.
    ///   - seed: The run's; the movies' factors to begin with come from it.
    /// - Complexity: O(epochs × (ratings × dimension² + (users + movies) × dimension³)).
    package init(
        _ interactions: Interactions,
        settings: Settings,
        seed: UInt64
    ) {
        var generator = SeededGenerator(seed: seed, stage: "iALS")
        let positives = SparseMatrix(
            columnCount: interactions.movieCount,
            starts: interactions.starts,
            columns: interactions.movies.map(\.number),
            weights: [Float](repeating: 1, count: interactions.count)
        )
        let transposed = positives.transposed
        let range = settings.initialLength * (3 / Float(settings.dimension)).squareRoot()
        var movies = Matrix(
            rowCount: interactions.movieCount,
            columnCount: settings.dimension,
            values: (0..<interactions.movieCount * settings.dimension).map { _ in
                (2 * generator.uniform() - 1) * range
            }
        )
        var users = Matrix(rowCount: interactions.userCount, columnCount: settings.dimension)
        for _ in 0..<settings.epochs {
            users = Self.solve(positives, against: movies, settings)
            movies = Self.solve(transposed, against: users, settings)
        }
        self.users = users
        self.movies = movies
        scorer = EmbeddingScorer(users: users, movies: movies, trainedOn: interactions)
    }

    package func scores(of users: [Int]) -> Matrix { scorer.scores(of: users) }

    /// The factors of one side that fit best to those of the other; 0 for a row without ratings.
    private static func solve(
        _ positives: SparseMatrix,
        against factors: Matrix,
        _ settings: Settings
    ) -> Matrix {
        var weighted = factors
        weighted.scale(by: settings.unobservedWeight)
        var everything = Matrix(rowCount: factors.columnCount, columnCount: factors.columnCount)
        everything.set(
            toProductOfTranspose: weighted,
            with: factors,
            first: factors.rowCount,
            adding: false
        )
        let common = everything
        let blocks = Cores.ranges(of: positives.rowCount, size: 64)
        let solved = Cores.map(blocks.count) { block in
            blocks[block].flatMap { row in
                let rated = factors.gathering(positives.columns(ofRow: row).map(Int.init))
                return solve(rated, common, among: factors.rowCount, settings)
            }
        }
        return Matrix(
            rowCount: positives.rowCount,
            columnCount: factors.columnCount,
            values: solved.flatMap { $0 }
        )
    }

    /// The factors of one row, from those that it has rated.
    private static func solve(
        _ rated: Matrix,
        _ common: Matrix,
        among count: Int,
        _ settings: Settings
    ) -> [Float] {
        let zeros = [Float](repeating: 0, count: rated.columnCount)
        guard rated.rowCount > 0 else { return zeros }
        var system = common
        system.set(
            toProductOfTranspose: rated,
            with: rated,
            first: rated.rowCount,
            adding: true
        )
        let weight = Float(rated.rowCount) + settings.unobservedWeight * Float(count)
        for place in 0..<rated.columnCount {
            system[place, place] += settings.regularisation * weight
        }
        var sums = zeros
        for row in 0..<rated.rowCount {
            for (place, value) in rated[row: row].enumerated() { sums[place] += value }
        }
        guard let solution = system.solvingPositiveDefinite(sums) else {
            preconditionFailure("a sum of squares and a positive diagonal is positive definite")
        }
        return solution
    }
}
