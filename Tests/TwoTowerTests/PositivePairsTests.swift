import LinearAlgebra
import Testing

@testable import TwoTower

@Suite("listed pairs")
struct PositivePairsTests {
    /// Query 0 likes candidate 0 once and candidate 1 twice as much; query 1 likes nothing; query 2
    /// names candidate 1 twice.
    private let pairs = ListedPairs(
        SparseMatrix(
            [[(0, 1), (1, 2)], [], [(1, 0.5), (1, 0.5)]],
            columnCount: 3
        )
    )

    @Test("weights of a pair that is listed twice add up")
    func totals() {
        #expect(pairs.totals == [3, 0, 1])
        #expect(pairs.queryCount == 3 && pairs.candidateCount == 3)
    }

    @Test("sums of candidates are weighted, in the order of the queries asked for")
    func candidateSums() {
        let candidates = Matrix(rowCount: 3, columnCount: 2, values: [1, 10, 2, 20, 3, 30])
        // Query 2: (0.5 + 0.5) · [2, 20]; query 0: [1, 10] + 2 · [2, 20]; query 1: nothing.
        #expect(
            pairs.candidateSums(of: [2, 0, 1], candidates: candidates).values
                == [2, 20, 5, 50, 0, 0]
        )
    }

    @Test("sums of queries are added to what is there")
    func querySums() {
        let embeddings = Matrix(rowCount: 2, columnCount: 1, values: [100, 1])
        var sums = Matrix(rowCount: 3, columnCount: 1, values: [5, 5, 5])
        pairs.addQuerySums(of: [2, 0], embeddings: embeddings, times: 3, to: &sums)
        // Candidate 0: 5 + 3 · 1 · 1; candidate 1: 5 + 3 · (1 · 100 + 2 · 1); candidate 2: 5.
        #expect(sums.values == [8, 311, 5])
    }
}
