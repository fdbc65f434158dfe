import LinearAlgebra
import Testing

@Suite("Matrices")
struct MatrixTests {
    /// ```
    /// 1 2 3
    /// 4 5 6
    /// ```
    private let matrix = Matrix(rowCount: 2, columnCount: 3, values: [1, 2, 3, 4, 5, 6])

    @Test("values stand row after row")
    func values() {
        #expect(matrix[0, 2] == 3)
        #expect(matrix[1, 0] == 4)
        #expect(Array(matrix[row: 1]) == [4, 5, 6])
        #expect(Matrix(rowCount: 2, columnCount: 2).values == [0, 0, 0, 0])
    }

    @Test("a value can be replaced without touching the others")
    func replacing() {
        var changed = matrix
        changed[1, 1] = 9
        #expect(changed.values == [1, 2, 3, 4, 9, 6])
    }

    @Test("stacked, the rows of one matrix follow those of another")
    func stacking() {
        let stacked = Matrix(stacking: [matrix, matrix.gathering([]), matrix.gathering([1])])
        #expect(stacked.rowCount == matrix.rowCount + 1)
        #expect(stacked.columnCount == matrix.columnCount)
        #expect(stacked.values == matrix.values + [4, 5, 6])
        #expect(Matrix(stacking: []).rowCount == 0)
    }

    @Test("rows are gathered in the wished order, as often as wished")
    func gathering() {
        #expect(matrix.gathering([1, 0, 1]).values == [4, 5, 6, 1, 2, 3, 4, 5, 6])
        let none = matrix.gathering([])
        #expect(none == Matrix(rowCount: 0, columnCount: 3))
    }

    @Test("a matrix of the wrong number of values stops the program")
    func wrongSize() async {
        await #expect(processExitsWith: .failure) {
            _ = Matrix(rowCount: 2, columnCount: 3, values: [1, 2, 3])
        }
    }

    @Test("rows beyond the matrix stop the program")
    func rowsBeyond() async {
        await #expect(processExitsWith: .failure) {
            _ = Matrix(rowCount: 2, columnCount: 3).rows(1..<3)
        }
    }
}
