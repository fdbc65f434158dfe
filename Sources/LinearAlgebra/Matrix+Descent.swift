import CKernels
import Cores

extension Matrix {
    /// One step of Adagrad on some rows: sum += g², value -= rate · g ÷ √(sum + epsilon).
    ///
    /// - Parameters:
    ///   - rows: The rows to move, without repetition; the others stay.
    ///   - gradient: g. Same shape as this matrix.
    ///   - sums: The sums of squares so far, updated. Same shape.
    package mutating func stepAdagrad(
        rows: [Int32],
        along gradient: Matrix,
        sums: inout Matrix,
        rate: Float,
        epsilon: Float
    ) {
        precondition(gradient.rowCount == rowCount && sums.rowCount == rowCount)
        let width = columnCount
        withMutableRows { values in
            sums.withMutableRows { sums in
                gradient.withRows { gradient in
                    Cores.forEach(inBlocksOf: rows.count) { place in
                        let row = Int(rows[place])
                        ck_adagrad(values[row], sums[row], gradient[row], rate, epsilon, width)
                    }
                }
            }
        }
    }

    /// One step of Adam on some rows, each with the bias correction of its own number of steps.
    ///
    /// - Parameters:
    ///   - rows: The rows to move, without repetition; the others stay.
    ///   - gradient: The gradient. Same shape as this matrix.
    ///   - moments: Both running means and the steps of each row, updated.
    package mutating func stepAdam(
        rows: [Int32],
        along gradient: Matrix,
        moments: inout AdamMoments,
        rate: Float
    ) {
        precondition(gradient.rowCount == rowCount && moments.first.rowCount == rowCount)
        let width = columnCount
        for row in rows { moments.stepCounts[Int(row)] += 1 }
        let powers = moments.corrections(upTo: moments.stepCounts.max() ?? 0)
        let steps = moments.stepCounts
        withMutableRows { values in
            moments.first.withMutableRows { first in
                moments.second.withMutableRows { second in
                    gradient.withRows { gradient in
                        Cores.forEach(inBlocksOf: rows.count) { place in
                            let row = Int(rows[place])
                            let (correction1, correction2) = powers[Int(steps[row])]
                            ck_adam(
                                values[row],
                                first[row],
                                second[row],
                                gradient[row],
                                rate,
                                AdamMoments.beta1,
                                AdamMoments.beta2,
                                AdamMoments.epsilon,
                                correction1,
                                correction2,
                                width
                            )
                        }
                    }
                }
            }
        }
    }
}

/// What Adam (Kingma & Ba 2015) remembers of a table.
package struct AdamMoments: Sendable {
    static let beta1: Float = 0.9
    static let beta2: Float = 0.999
    static let epsilon: Float = 1e-8

    var first: Matrix
    var second: Matrix
    var stepCounts: [Int32]
    private var known: [(Float, Float)] = [(1, 1)]

    /// Remembers nothing yet of a table of this shape.
    package init(rowCount: Int, columnCount: Int) {
        first = Matrix(rowCount: rowCount, columnCount: columnCount)
        second = first
        stepCounts = [Int32](repeating: 0, count: rowCount)
    }

    /// 1 - beta1^t and 1 - beta2^t for t from 0 to `last`.
    mutating func corrections(upTo last: Int32) -> [(Float, Float)] {
        while known.count <= Int(last) {
            let previous = known.count == 1 ? (Float(0), Float(0)) : known[known.count - 1]
            known.append(
                (
                    1 - (1 - previous.0) * Self.beta1, 1 - (1 - previous.1) * Self.beta2
                )
            )
        }
        return known
    }
}
