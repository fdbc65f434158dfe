import Fixtures
import LinearAlgebra
import Testing

@Suite("Positive definite matrices")
struct MatrixCholeskyTests {
    /// A · Aᵀ + the identity, for a square A of numbers in -1...1.
    private func positiveDefinite(_ order: Int, seed: UInt64) -> Matrix {
        var generator = SplitMix64(seed: seed)
        let root = Matrix(
            rowCount: order,
            columnCount: order,
            values: (0..<order * order).map { _ in Float.random(in: -1...1, using: &generator) }
        )
        let product = naiveProduct(
            rows: order,
            inner: order,
            columns: order,
            left: { root[$0, $1] },
            right: { root[$1, $0] }
        )
        var matrix = Matrix(
            rowCount: order,
            columnCount: order,
            values: product.map(Float.init)
        )
        for place in 0..<order { matrix[place, place] += 1 }
        return matrix
    }

    private func onAndBelowDiagonal(of matrix: Matrix) -> Matrix {
        var lower = matrix
        for row in 0..<matrix.rowCount {
            for column in row + 1..<max(row + 1, matrix.columnCount) { lower[row, column] = 99 }
        }
        return lower
    }

    @Test("a matrix times its inverse is the identity", arguments: [1, 2, 7, 64, 130])
    func inverse(order: Int) {
        let matrix = positiveDefinite(order, seed: UInt64(order))
        var inverse = onAndBelowDiagonal(of: matrix)
        let isInverted = inverse.invertPositiveDefinite()
        #expect(isInverted)
        let product = naiveProduct(
            rows: order,
            inner: order,
            columns: order,
            left: { matrix[$0, $1] },
            right: { inverse[$0, $1] }
        )
        for (place, value) in product.enumerated() {
            #expect(abs(value - (place % (order + 1) == 0 ? 1 : 0)) < 1e-4)
        }
    }

    @Test("a matrix times the solution is the side", arguments: [1, 2, 7, 64, 130])
    func solution(order: Int) throws {
        let matrix = positiveDefinite(order, seed: UInt64(order))
        let side = (0..<order).map { Float($0 % 5) - 2 }
        let solution = try #require(
            onAndBelowDiagonal(of: matrix).solvingPositiveDefinite(side)
        )
        for row in 0..<order {
            let value = (0..<order).reduce(0.0) {
                $0 + Double(matrix[row, $1]) * Double(solution[$1])
            }
            #expect(abs(value - Double(side[row])) < 1e-4)
        }
    }

    @Test("a matrix that is not positive definite has neither")
    func indefinite() {
        var matrix = Matrix(rowCount: 2, columnCount: 2, values: [1, 2, 2, 1])
        #expect(matrix.solvingPositiveDefinite([1, 1]) == nil)
        let isInverted = matrix.invertPositiveDefinite()
        #expect(!isInverted)
    }

    @Test("of no rows there is nothing to invert and nothing to solve")
    func empty() {
        var matrix = Matrix(rowCount: 0, columnCount: 0)
        #expect(matrix.solvingPositiveDefinite([]) == [])
        let isInverted = matrix.invertPositiveDefinite()
        #expect(isInverted)
    }
}
