import Fixtures
import LinearAlgebra
import Testing

@Suite("Steps of gradient descent")
struct MatrixDescentTests {
    @Test("Adagrad divides by the root of all squares so far, on the named rows alone")
    func adagradByHand() {
        var values = Matrix(rowCount: 3, columnCount: 1, values: [1, 1, 1])
        var sums = Matrix(rowCount: 3, columnCount: 1)
        let first = Matrix(rowCount: 3, columnCount: 1, values: [3, 3, -3])
        values.stepAdagrad(
            rows: [2, 0],
            along: first.gathering([2, 0]),
            sums: &sums,
            rate: 0.1,
            epsilon: 0
        )
        // 3² = 9, and 1 ∓ 0.1 · 3 ÷ 3.
        #expect(sums.values == [9, 0, 9])
        expect(values, [0.9, 1, 1.1])
        let second = Matrix(rowCount: 3, columnCount: 1, values: [4, 4, 4])
        values.stepAdagrad(
            rows: [0],
            along: second.gathering([0]),
            sums: &sums,
            rate: 0.1,
            epsilon: 0
        )
        // 9 + 4² = 25, and 0.9 - 0.1 · 4 ÷ 5.
        #expect(sums.values == [25, 0, 9])
        expect(values, [0.82, 1, 1.1])
    }

    @Test("Adagrad's epsilon stands under the root")
    func adagradEpsilon() {
        var values = Matrix(rowCount: 1, columnCount: 1, values: [1])
        var sums = Matrix(rowCount: 1, columnCount: 1)
        let gradient = Matrix(rowCount: 1, columnCount: 1, values: [3])
        values.stepAdagrad(rows: [0], along: gradient, sums: &sums, rate: 0.1, epsilon: 7)
        // 1 - 0.1 · 3 ÷ √(9 + 7).
        expect(values, [0.925])
    }

    @Test("Adam's first two steps are those worked out by hand")
    func adamByHand() {
        var values = Matrix(rowCount: 1, columnCount: 1, values: [1])
        var moments = AdamMoments(rowCount: 1, columnCount: 1)
        values.stepAdam(
            rows: [0],
            along: Matrix(rowCount: 1, columnCount: 1, values: [2]),
            moments: &moments,
            rate: 0.1
        )
        // m = 0.1 · 2 = 0.2, v = 0.001 · 4 = 0.004; corrected: 0.2 ÷ 0.1 = 2, 0.004 ÷ 0.001 = 4.
        // 1 - 0.1 · 2 ÷ √4.
        expect(values, [0.9])
        values.stepAdam(
            rows: [0],
            along: Matrix(rowCount: 1, columnCount: 1, values: [-1]),
            moments: &moments,
            rate: 0.1
        )
        // m = 0.9 · 0.2 - 0.1 = 0.08, v = 0.999 · 0.004 + 0.001 = 0.004996;
        // corrected: 0.08 ÷ 0.19 = 0.4210526, 0.004996 ÷ 0.001999 = 2.4992496.
        // 0.9 - 0.1 · 0.4210526 ÷ √2.4992496 = 0.9 - 0.0266337.
        expect(values, [0.8733663])
    }

    @Test(
        "a row that pauses keeps its own count of Adam's steps",
        arguments: 0..<10 as Range<UInt64>
    )
    func adamOracle(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let (rowCount, width, rate) = (5, 3, 0.05)
        let start = generator.floats(rowCount * width)
        var values = Matrix(rowCount: rowCount, columnCount: width, values: start)
        var moments = AdamMoments(rowCount: rowCount, columnCount: width)
        // The algorithm as the paper prints it, in doubles.
        var w = start.map(Double.init)
        var m = [Double](repeating: 0, count: w.count)
        var v = m
        var steps = [Double](repeating: 0, count: rowCount)
        for _ in 0..<60 {
            let gradient = Matrix(
                rowCount: rowCount,
                columnCount: width,
                values: generator.floats(rowCount * width)
            )
            let rows = (0..<rowCount).filter { _ in Bool.random(using: &generator) }
            values.stepAdam(
                rows: rows.map(Int32.init),
                along: gradient.gathering(rows),
                moments: &moments,
                rate: Float(rate)
            )
            for row in rows {
                steps[row] += 1
                let (power1, power2) = (power(0.9, steps[row]), power(0.999, steps[row]))
                for place in row * width..<(row + 1) * width {
                    let g = Double(gradient.values[place])
                    m[place] = 0.9 * m[place] + 0.1 * g
                    v[place] = 0.999 * v[place] + 0.001 * g * g
                    let (mean, square) = (m[place] / (1 - power1), v[place] / (1 - power2))
                    w[place] -= rate * mean / (square.squareRoot() + 1e-8)
                }
            }
        }
        for (value, exact) in zip(values.values, w) { #expect(abs(Double(value) - exact) < 1e-4) }
    }

    private func power(_ base: Double, _ exponent: Double) -> Double {
        (0..<Int(exponent)).reduce(1) { power, _ in power * base }
    }

    private func expect(
        _ matrix: Matrix,
        _ expected: [Float],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(matrix.values.count == expected.count, sourceLocation: sourceLocation)
        for (value, wished) in zip(matrix.values, expected) {
            #expect(abs(value - wished) < 1e-6, sourceLocation: sourceLocation)
        }
    }
}
