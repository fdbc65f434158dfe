import Foundation
import LinearAlgebra
import Ratings
import Retrieval

/// The movies that a movie of few ratings leans on: those most often rated together with it.
///
/// What few ratings teach of a movie, its kin's raters make up for: their embeddings are added to its
/// own, so that a step which moves one movie moves those that are alike.
struct Kin: Sendable {
    /// Shape `[movies, movies]`.
    private let weights: SparseMatrix

    /// Finds the kin of all movies, by the cosine of co-ratings, damped: c ÷ √(n n′) · c ÷ (c + 2)
    /// with c raters in common, of n and n′.
    ///
    /// Pairs with one rater in common are left out: they are what training is to predict.
    ///
    /// - Parameters:
    ///   - length: How many each movie has, at most.
    ///   - scale: What the weights of a movie add up to that has hardly any rating; they are in
    ///     proportion to the cosines.
    ///   - ratingCount: A movie of n ratings leans 1 - n ÷ this as much, and not at all from there on.
    ///   - interactions: Who rated what.
    /// - Complexity: as `CoRatingCounts.map`, for movies of less than `ratingCount` ratings.
    init(_ length: Int, scale: Float, below ratingCount: Int, in interactions: Interactions) {
        let counts = CoRatingCounts(in: interactions)
        let raterCounts = counts.raterCounts
        let few = raterCounts.indices.filter { raterCounts[$0] < ratingCount }.map {
            Row<Movie>($0)
        }
        let kin = counts.map(few) { place, coRated in
            var best = TopK(min(length, coRated.count))
            let own = Float(raterCounts[few[place].index])
            for other in coRated where other.count > 1 {
                let (common, others) = (Float(other.count), Float(raterCounts[other.movie.index]))
                let cosine = common / (own * others).squareRoot()
                best.consider(
                    UInt32(other.movie.index),
                    score: cosine * common / (common + Self.damping)
                )
            }
            let found = best.finish()
            let factor =
                scale * (1 - own / Float(ratingCount)) / found.reduce(0) { $0 + $1.score }
            return found.map { (column: $0.candidate, weight: $0.score * factor) }
        }
        var weights = SparseMatrix(columnCount: interactions.movieCount)
        var next = kin.makeIterator()
        for count in raterCounts {
            weights.appendRow(count < ratingCount ? next.next() ?? [] : [])
        }
        self.weights = weights
    }

    /// The kin of a movie, nearest first, and what each counts.
    subscript(movie: Row<Movie>) -> [(movie: Row<Movie>, weight: Float)] {
        zip(weights.columns(ofRow: movie.index), weights.weights(ofRow: movie.index))
            .map { (Row(Int($0)), $1) }
    }

    private static let damping: Float = 2
}
