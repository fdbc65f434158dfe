import Cores
import Fixtures
import LinearAlgebra
import Testing

@Suite("Rows of a matrix")
struct MatrixRowsTests {
    @Test("a factor multiplies every value")
    func scale() {
        var matrix = Matrix(rowCount: 2, columnCount: 2, values: [1, -2, 0, 4])
        matrix.scale(by: -0.5)
        #expect(matrix.values == [-0.5, 1, 0, -2])
    }

    @Test("a row is divided by its length, a row of zeros stays")
    func normalising() {
        var matrix = Matrix(rowCount: 3, columnCount: 2, values: [3, 4, 0, 0, -8, 6])
        let lengths = matrix.normaliseRows()
        // √(3² + 4²) = 5 and √(8² + 6²) = 10.
        #expect(lengths == [5, 1, 10])
        #expect(matrix.values == [0.6, 0.8, 0, 0, -0.8, 0.6])
    }

    @Test(
        "normalised rows have length 1 and their old direction",
        arguments: [1, 255, 256, 257, 600]
    )
    func normalisingMany(rowCount: Int) {
        var generator = SplitMix64(seed: UInt64(rowCount))
        let width = 33
        let before = Matrix(
            rowCount: rowCount,
            columnCount: width,
            values: generator.floats(rowCount * width)
        )
        var after = before
        let lengths = after.normaliseRows()
        #expect(lengths.count == rowCount)
        for row in 0..<rowCount {
            let squared = before[row: row].reduce(0.0) { $0 + Double($1) * Double($1) }
            let length = squared.squareRoot()
            #expect(abs(Double(lengths[row]) - length) < 1e-5)
            for (old, new) in zip(before[row: row], after[row: row]) {
                #expect(abs(Double(old) / length - Double(new)) < 1e-6)
            }
        }
    }

    @Test(
        "the gradient through normalising is that of finite differences",
        arguments: 0..<20 as Range<UInt64>
    )
    func backThroughNormalising(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let (rowCount, width) = (3, 5)
        let before = Matrix(
            rowCount: rowCount,
            columnCount: width,
            values: generator.floats(rowCount * width)
        )
        let given = Matrix(
            rowCount: rowCount,
            columnCount: width,
            values: generator.floats(rowCount * width)
        )
        var directions = before
        let lengths = directions.normaliseRows()
        var gradient = given
        gradient.backThroughNormalising(to: directions, lengths: lengths)

        // The loss is g · z/|z| for each row; its slope in doubles, by central differences.
        func loss(_ row: [Double], _ g: ArraySlice<Float>) -> Double {
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return zip(row, g).reduce(0) { $0 + $1.0 * Double($1.1) } / length
        }
        for row in 0..<rowCount {
            for column in 0..<width {
                var (lower, upper) = (before[row: row].map(Double.init), [Double]())
                upper = lower
                lower[column] -= 1e-5
                upper[column] += 1e-5
                let slope = (loss(upper, given[row: row]) - loss(lower, given[row: row])) / 2e-5
                let scale = 1 + 1 / Double(lengths[row])
                #expect(abs(slope - Double(gradient[row, column])) < 1e-5 * scale)
            }
        }
    }

    @Test("each row has its own factor")
    func scaling() {
        var matrix = Matrix(rowCount: 3, columnCount: 2, values: [1, 2, 3, 4, 5, 6])
        matrix.scaleRows(by: [2, 0, -1])
        #expect(matrix.values == [2, 4, 0, 0, -5, -6])
    }

    @Test("another matrix is added as often as the factor says")
    func adding() {
        var matrix = Matrix(rowCount: 2, columnCount: 2, values: [1, 2, 3, 4])
        let other = Matrix(rowCount: 2, columnCount: 2, values: [10, 20, 30, 40])
        matrix.add(other, times: -0.5)
        // 1 - 5, 2 - 10, 3 - 15, 4 - 20.
        #expect(matrix.values == [-4, -8, -12, -16])
        matrix.add(other)
        #expect(matrix.values == [6, 12, 18, 24])
        #expect(Matrix.sum(of: [other, matrix, other]).values == [26, 52, 78, 104])
    }

    @Test("addition reaches every row of every block", arguments: [0, 1, 256, 257, 513])
    func addingMany(rowCount: Int) {
        var generator = SplitMix64(seed: 5)
        let width = 37
        let left = generator.wholeFloats(rowCount * width, in: -99...99)
        let right = generator.wholeFloats(rowCount * width, in: -99...99)
        var sum = Matrix(rowCount: rowCount, columnCount: width, values: left)
        sum.add(Matrix(rowCount: rowCount, columnCount: width, values: right), times: 3)
        #expect(sum.values == zip(left, right).map { $0 + 3 * $1 })
    }

    @Test("the dot product of two rows is that of the naive loop")
    func dotProducts() {
        var generator = SplitMix64(seed: 6)
        // Widths around the 32 lanes of the kernel.
        for width in 0...100 {
            let left = Matrix(
                rowCount: 2,
                columnCount: width,
                values: generator.wholeFloats(2 * width, in: -50...50)
            )
            let right = Matrix(
                rowCount: 3,
                columnCount: width,
                values: generator.wholeFloats(3 * width, in: -50...50)
            )
            let expected = zip(left[row: 1], right[row: 2]).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(left.dot(row: 1, with: right, row: 2) == expected)
        }
    }

    @Test(
        "one value that is no number makes a matrix not finite",
        arguments: [Float.nan, .infinity, -.infinity]
    )
    func finiteness(value: Float) {
        var matrix = Matrix(
            rowCount: 2,
            columnCount: 2,
            values: [1, 2, 3, .greatestFiniteMagnitude]
        )
        #expect(matrix.isFinite)
        matrix[1, 0] = value
        #expect(!matrix.isFinite)
    }

    @Test("the number of cores changes no bit of a result")
    func coresChangeNothing() {
        let before = Cores.limit
        defer { Cores.limit = before }
        var generator = SplitMix64(seed: 7)
        let (rowCount, width) = (1_500, 48)
        let matrix = Matrix(
            rowCount: rowCount,
            columnCount: width,
            values: generator.floats(rowCount * width)
        )
        let other = Matrix(
            rowCount: rowCount,
            columnCount: width,
            values: generator.floats(rowCount * width)
        )
        var sparse = SparseMatrix(columnCount: rowCount)
        for _ in 0..<rowCount {
            sparse.appendRow(
                (0..<6).map { _ in
                    (
                        column: Int.random(in: 0..<rowCount, using: &generator),
                        weight: Float.random(in: -1...1, using: &generator)
                    )
                }
            )
        }
        let results = [1, 2, 3, 8].map { limit -> [[UInt32]] in
            Cores.limit = limit
            var normalised = matrix
            let lengths = normalised.normaliseRows()
            var gradient = other
            gradient.backThroughNormalising(to: normalised, lengths: lengths)
            gradient.add(matrix, times: 0.3)
            var (adagrad, sums) = (matrix, Matrix(rowCount: rowCount, columnCount: width))
            adagrad.stepAdagrad(
                rows: Array(0..<Int32(rowCount)),
                along: other,
                sums: &sums,
                rate: 0.1,
                epsilon: 1e-7
            )
            var (adam, moments) = (matrix, AdamMoments(rowCount: rowCount, columnCount: width))
            adam.stepAdam(
                rows: Array(0..<Int32(rowCount)),
                along: other,
                moments: &moments,
                rate: 0.1
            )
            return [
                normalised.values, lengths, gradient.values, sparse.times(matrix).values,
                adagrad.values, adam.values,
            ].map { $0.map(\.bitPattern) }
        }
        for result in results.dropFirst() { #expect(result == results[0]) }
    }
}
