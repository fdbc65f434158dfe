import Fixtures
import LinearAlgebra
import Testing

@Suite("What columns have in common")
struct SparseMatrixGramTests {
    @Test("is the product of the transposed matrix and itself", arguments: 1...10 as ClosedRange)
    func product(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let columnCount = [1, 40, 300][Int(seed % 3)]
        var sparse = SparseMatrix(columnCount: columnCount)
        for _ in 0..<50 {
            let count = Int.random(in: 0...6, using: &generator)
            sparse.appendRow(
                (0..<count).map { _ in
                    (
                        column: Int.random(in: 0..<columnCount, using: &generator),
                        weight: Float(Int.random(in: -5...5, using: &generator))
                    )
                }
            )
        }
        let dense = sparse.dense
        let expected = naiveProduct(
            rows: columnCount,
            inner: 50,
            columns: columnCount,
            left: { dense[$1, $0] },
            right: { dense[$0, $1] }
        )
        #expect(sparse.gram.values.map(Double.init) == expected)
    }

    @Test("the product with another sparse matrix is added to what is there")
    func sum() {
        let left = SparseMatrix(
            columnCount: 3,
            starts: [0, 2, 2],
            columns: [0, 2],
            weights: [2, -1]
        )
        var right = SparseMatrix(
            columnCount: 2,
            starts: [0, 2, 3, 5],
            columns: [0, 1, 0, 1, 1],
            weights: [1, 1, 1, 1, 1]
        )
        right.scaleRows(by: [1, 7, 0.5])
        var sum = Matrix(rowCount: 2, columnCount: 2, values: [10, 20, 30, 40])
        left.add(productWith: right, to: &sum)
        // 2 · (1, 1) - 1 · (0, 0.5 + 0.5).
        #expect(sum.values == [12, 21, 30, 40])
    }

    @Test("is 0 without rows")
    func empty() {
        #expect(SparseMatrix(columnCount: 2).gram.values == [0, 0, 0, 0])
    }
}
