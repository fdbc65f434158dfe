import Cores
import Foundation
import LinearAlgebra
import Ratings
import Retrieval

/// Queries for movies that nobody rated: the mean of the queries of rated movies like them.
///
/// A rated movie counts exp(10 · (Jaccard index of the genres - 1) - years between ÷ 2), and less if
/// few rated it: its query is not sure. So a score is the mean score of movies of the same kind and
/// time.
struct ContentQueries: Sendable {
    private static let genreSharpness: Float = 10
    private static let yearsToFade: Float = 2
    /// How far apart two movies are if the year of only one is known.
    private static let unknownYears: Float = 5
    private static let countDamping: Float = 10

    /// The model's queries with those of unrated movies replaced, of shape `[movies, dimension]`.
    let queries: Matrix
    /// The movies whose query was made here: unrated ones with genres.
    let isMade: [Bool]

    /// Replaces the queries of movies that nobody rated.
    ///
    /// - Parameters:
    ///   - queries: A model's. Shape `[movies, dimension]`.
    ///   - interactions: What the model was trained on.
    ///   - catalogue: Genres and years.
    ///   - movie: The only one whose query is needed; `nil` for all. A query is the same either way.
    /// - Complexity: O(unrated movies × rated movies × dimension); for one movie, O(rated movies ×
    ///   dimension).
    init(
        _ queries: Matrix,
        trainedOn interactions: Interactions,
        of catalogue: Catalogue,
        for movie: Row<Movie>? = nil
    ) {
        let counts = interactions.raterCounts
        let rated = counts.indices.filter { counts[$0] > 0 }
        let made = counts.indices.filter {
            counts[$0] == 0 && !catalogue.descriptions[$0].genres.isEmpty && !rated.isEmpty
        }
        let kinds = Kinds(of: catalogue)
        let known = queries.gathering(rated)
        let confidence = rated.map { Float(counts[$0]) / (Float(counts[$0]) + Self.countDamping) }
        // The last bits of a mean depend on how many are made at once: one takes its whole block.
        let blocks = Cores.ranges(of: made.count, size: 64).filter { block in
            movie.map { made[block].contains($0.index) } ?? true
        }
        let means = Cores.map(blocks.count) { block in
            var weights = Matrix(rowCount: blocks[block].count, columnCount: rated.count)
            for (row, place) in blocks[block].enumerated() {
                for (column, other) in rated.enumerated() {
                    weights[row, column] =
                        confidence[column] * kinds.likeness(of: made[place], to: other)
                }
            }
            weights.scaleRows(
                by: (0..<weights.rowCount).map { 1 / weights[row: $0].reduce(1e-30, +) }
            )
            var means = Matrix(rowCount: weights.rowCount, columnCount: known.columnCount)
            means.setFirstRows(toProductOf: weights, first: weights.rowCount, with: known)
            return means
        }
        var all = queries
        var isMade = [Bool](repeating: false, count: counts.count)
        for (range, means) in zip(blocks, means) {
            for (row, place) in range.enumerated() {
                isMade[made[place]] = true
                all[row: made[place]] = means[row: row]
            }
        }
        self.queries = all
        self.isMade = isMade
    }

    /// What movies are: their genres and their years.
    private struct Kinds: Sendable {
        private let genres: GenreSimilarity
        private let years: [Int?]

        init(of catalogue: Catalogue) {
            genres = GenreSimilarity(of: catalogue)
            years = catalogue.descriptions.map(\.year)
        }

        func likeness(of movie: Int, to other: Int) -> Float {
            let similarity = Float(genres.value(Row(movie), Row(other)))
            let years =
                switch (years[movie], years[other]) {
                case (let one?, let other?): Float(abs(one - other))
                case (nil, nil): Float(0)
                default: ContentQueries.unknownYears
                }
            return exp(
                ContentQueries.genreSharpness * (similarity - 1)
                    - years / ContentQueries.yearsToFade
            )
        }
    }
}
