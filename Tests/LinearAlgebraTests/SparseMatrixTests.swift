import Fixtures
import LinearAlgebra
import Testing

@Suite("Sparse matrices")
struct SparseMatrixTests {
    /// Rows of 0 to 6 entries with whole weights; columns may repeat.
    private func random(
        _ rowCount: Int,
        _ columnCount: Int,
        using generator: inout SplitMix64
    ) -> SparseMatrix {
        var matrix = SparseMatrix(columnCount: columnCount)
        for _ in 0..<rowCount {
            let count = Int.random(in: 0...6, using: &generator)
            matrix.appendRow(
                (0..<count).map { _ in
                    (
                        column: Int.random(in: 0..<columnCount, using: &generator),
                        weight: Float(Int.random(in: -5...5, using: &generator))
                    )
                }
            )
        }
        return matrix
    }

    @Test("the product is that of the dense matrix", arguments: 0..<30 as Range<UInt64>)
    func product(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        // Rows beyond one block of 256, widths around the vector registers.
        let rowCount = [1, 5, 255, 256, 257, 600][Int(seed % 6)]
        let (columnCount, width) = (Int.random(in: 1...40, using: &generator), 1 + Int(seed))
        let sparse = random(rowCount, columnCount, using: &generator)
        let table = Matrix(
            rowCount: columnCount,
            columnCount: width,
            values: generator.wholeFloats(columnCount * width, in: -9...9)
        )
        let dense = sparse.dense
        let expected = naiveProduct(
            rows: rowCount,
            inner: columnCount,
            columns: width,
            left: { dense[$0, $1] },
            right: { table[$0, $1] }
        )
        let product = sparse.times(table)
        #expect(product.values.map(Double.init) == expected)

        var sum = product
        sparse.add(productWith: table, to: &sum)
        #expect(sum.values.map(Double.init) == expected.map { 2 * $0 })
    }

    @Test("the transposed product is that of the dense matrix", arguments: 0..<30 as Range<UInt64>)
    func transposedProduct(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let (rowCount, columnCount) = (60, Int.random(in: 1...40, using: &generator))
        let width = 1 + Int(seed)
        let sparse = random(rowCount, columnCount, using: &generator)
        let table = Matrix(
            rowCount: rowCount,
            columnCount: width,
            values: generator.wholeFloats(rowCount * width, in: -9...9)
        )
        let dense = sparse.dense
        let expected = naiveProduct(
            rows: columnCount,
            inner: rowCount,
            columns: width,
            left: { dense[$1, $0] },
            right: { table[$0, $1] }
        )
        var sum = Matrix(
            rowCount: columnCount,
            columnCount: width,
            values: [Float](repeating: 1, count: columnCount * width)
        )
        sparse.addTransposed(times: table, to: &sum)
        #expect(sum.values.map(Double.init) == expected.map { $0 + 1 })
        #expect(sparse.transposed.times(table).values.map(Double.init) == expected)
    }

    @Test("columns get other numbers, entries keep their rows, order and weights")
    func renumbering() {
        var sparse = SparseMatrix(columnCount: 5)
        sparse.appendRow([(column: 4, weight: 2), (column: 1, weight: 3)])
        sparse.appendRow([])
        var expected = SparseMatrix(columnCount: 2)
        expected.appendRow([(column: 1, weight: 2), (column: 0, weight: 3)])
        expected.appendRow([])
        #expect(
            sparse.renumberingColumns(by: [-1, 0, -1, -1, 1], columnCount: 2) == expected
        )
    }

    @Test(
        "transposing exchanges rows and columns, ordered by old row",
        arguments: 0..<20 as Range<UInt64>
    )
    func transposing(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let sparse = random(20, 15, using: &generator)
        let transposed = sparse.transposed
        #expect(transposed.rowCount == 15)
        #expect(transposed.columnCount == 20)
        for row in 0..<15 {
            let columns = Array(transposed.columns(ofRow: row))
            #expect(columns == columns.sorted())
            for column in 0..<20 {
                #expect(transposed.dense[row, column] == sparse.dense[column, row])
            }
        }
    }

    @Test("the parts are what was appended")
    func parts() {
        var matrix = SparseMatrix(columnCount: 4)
        #expect(matrix.rowCount == 0)
        matrix.appendRow([(column: 3, weight: 0.5), (column: 0, weight: 2), (column: 3, weight: 1)])
        matrix.appendRow([])
        matrix.appendRow([(column: 1, weight: -1)])
        #expect(matrix.starts == [0, 3, 3, 4])
        #expect(Array(matrix.columns(ofRow: 0)) == [3, 0, 3])
        #expect(Array(matrix.weights(ofRow: 0)) == [0.5, 2, 1])
        #expect(matrix.columns(ofRow: 1).isEmpty)
        // 0.5 + 2 + 1, nothing, -1.
        #expect(matrix.rowSums == [3.5, 0, -1])
        #expect(
            matrix
                == SparseMatrix(
                    columnCount: 4,
                    starts: [0, 3, 3, 4],
                    columns: [3, 0, 3, 1],
                    weights: [0.5, 2, 1, -1]
                )
        )
    }

    @Test("rows are gathered in the wished order, as often as wished")
    func gathering() {
        var generator = SplitMix64(seed: 3)
        let sparse = random(10, 8, using: &generator)
        let rows = [9, 0, 0, 4]
        let gathered = sparse.gathering(rows)
        #expect(gathered.dense == sparse.dense.gathering(rows))
        #expect(sparse.gathering([]).rowCount == 0)
    }

    @Test("a column beyond the matrix stops the program")
    func columnBeyond() async {
        await #expect(processExitsWith: .failure) {
            var matrix = SparseMatrix(columnCount: 2)
            matrix.appendRow([(column: 2, weight: 1)])
        }
    }
}
