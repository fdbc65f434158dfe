import LinearAlgebra
import Ratings
import Testing

@testable import Evaluation

@Suite("scorers")
struct MovieScorerTests {
    @Test("embeddings score by their dot product, and a movie that nobody rated scores -∞")
    func embeddings() {
        let scorer = EmbeddingScorer(
            users: Matrix(rowCount: 3, columnCount: 2, values: [9, 9, 1, 2, 3, 4]),
            movies: Matrix(rowCount: 3, columnCount: 2, values: [10, 1, 0, -1, 50, 50]),
            trainedOn: Interactions([[0], [1], [0]], movieCount: 3)
        )
        // Users 1 and 2: 1 · 10 + 2 · 1, -2; 3 · 10 + 4 · 1, -4.
        #expect(scorer.scores(of: Array(1..<3)).values == [12, -2, -.infinity, 34, -4, -.infinity])
    }
}
