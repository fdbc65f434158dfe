import CKernels
import Foundation

/// What the exponentials of one row of scores add up to.
package struct Exponentials: Sendable {
    /// log Σ exp(score), in nats.
    package let logSum: Double
    /// 1 ÷ Σ of the exponentials as they stand in the row: the factor that makes them probabilities.
    package let inverseSum: Float
}

extension Matrix {
    /// Replaces each score s of the first rows by exp(scale · s + bias - largest of the row).
    ///
    /// - Parameters:
    ///   - count: How many rows, from the top.
    ///   - scale: 1 ÷ temperature.
    ///   - bias: What to add to each column. Count `columnCount`.
    /// - Returns: For each of these rows, what turns it into a softmax.
    package mutating func exponentiate(
        first count: Int,
        scale: Float,
        bias: [Float]
    ) -> [Exponentials] {
        precondition(bias.count == columnCount, "\(bias.count) biases for \(columnCount) columns")
        precondition(count <= rowCount, "\(count) of \(rowCount) rows")
        let width = columnCount
        return withMutableRows { rows in
            (0..<count).map { row in
                let largest = ck_scale_bias_max(rows[row], bias, scale, width)
                let sum = ck_exp_sum(rows[row], largest, width)
                return Exponentials(
                    logSum: Double(largest) + log(Double(sum)),
                    inverseSum: 1 / sum
                )
            }
        }
    }
}
