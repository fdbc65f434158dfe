import Fixtures
import Foundation
import LinearAlgebra
import Testing

@Suite("Exponentials of a row")
struct MatrixSoftmaxTests {
    @Test("the exponential is right to two parts in ten million from -60 to 0")
    func accuracy() {
        // The first score is the largest, so that the shift is 0.
        let points = (0...200_000).map { -60 * Float($0) / 200_000 }
        var matrix = Matrix(rowCount: 1, columnCount: points.count, values: points)
        let bias = [Float](repeating: 0, count: points.count)
        _ = matrix.exponentiate(first: 1, scale: 1, bias: bias)
        let worst = zip(points, matrix.values).map { point, value in
            abs(Double(value) / exp(Double(point)) - 1)
        }.max()
        #expect(matrix.values[0] == 1)
        #expect(worst.map { $0 < 2e-7 } == true, "worst relative error \(worst ?? .nan)")
    }

    @Test("a score far below the largest counts as 0, never as a subnormal number")
    func farBelow() {
        var matrix = Matrix(
            rowCount: 1,
            columnCount: 5,
            values: [0, -60.01, -88, -1e30, -.infinity]
        )
        _ = matrix.exponentiate(first: 1, scale: 1, bias: [0, 0, 0, 0, 0])
        #expect(matrix.values == [1, 0, 0, 0, 0])
    }

    @Test("no number gives no number")
    func notANumber() {
        var matrix = Matrix(rowCount: 1, columnCount: 2, values: [0, .nan])
        let sums = matrix.exponentiate(first: 1, scale: 1, bias: [0, 0])
        #expect(matrix.values[1].isNaN && sums[0].inverseSum.isNaN)
    }

    @Test(
        "scale, bias, largest and sum are those of the naive softmax",
        arguments: [1, 2, 63, 64, 65, 127, 128, 300]
    )
    func oracle(width: Int) {
        var generator = SplitMix64(seed: UInt64(width))
        let scores = Matrix(rowCount: 4, columnCount: width, values: generator.floats(4 * width))
        let bias = generator.floats(width).map { 3 * $0 }
        let scale: Float = 20
        var matrix = scores
        let sums = matrix.exponentiate(first: 3, scale: scale, bias: bias)
        #expect(sums.count == 3)
        for row in 0..<3 {
            let logits = zip(scores[row: row], bias).map {
                Double(scale) * Double($0) + Double($1)
            }
            let largest = logits.max() ?? 0
            let exact = logits.map { exp($0 - largest) }
            let sum = exact.reduce(0, +)
            #expect(abs(sums[row].logSum - (largest + log(sum))) < 1e-5)
            for (value, expected) in zip(matrix[row: row], exact) {
                #expect(abs(Double(value) - expected) < 1e-5 * expected + 1e-12)
            }
            let probabilities = matrix[row: row].map { $0 * sums[row].inverseSum }
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5)
        }
        #expect(Array(matrix[row: 3]) == Array(scores[row: 3]))
    }

    @Test("a constant added to all scores changes no probability")
    func shiftInvariance() {
        var generator = SplitMix64(seed: 9)
        // Whole numbers, so that the shifted scores are exact.
        let scores = generator.wholeFloats(100, in: -20...20)
        var plain = Matrix(rowCount: 1, columnCount: 100, values: scores)
        var shifted = Matrix(rowCount: 1, columnCount: 100, values: scores.map { $0 + 1_000 })
        let zeros = [Float](repeating: 0, count: 100)
        let plainSums = plain.exponentiate(first: 1, scale: 1, bias: zeros)
        let shiftedSums = shifted.exponentiate(first: 1, scale: 1, bias: zeros)
        #expect(plain == shifted)
        #expect(plainSums[0].inverseSum == shiftedSums[0].inverseSum)
        #expect(abs(shiftedSums[0].logSum - plainSums[0].logSum - 1_000) < 1e-9)
    }
}
