import CKernels
import Cores

extension Matrix {
    /// One step of Adagrad on some rows: sum += g², value -= rate · g ÷ √(sum + epsilon).
    ///
    /// - Parameters:
    ///   - rows: The rows to move, without repetition; the others stay.
    ///   - gradient: g, a row for each of `rows`. Shape `[rows.count, columnCount]`.
    ///   - sums: The sums of squares so far, updated. Same shape.
    ///   - rate: The learning rate.
    ///   - epsilon: > 0, so that a gradient of 0 moves nothing.
    package mutating func stepAdagrad(
        rows: [Int32],
        along gradient: Matrix,
        sums: inout Matrix,
        rate: Float,
        epsilon: Float
    ) {
        precondition(gradient.rowCount == rows.count && sums.rowCount == rowCount)
        let width = columnCount
        withMutableRows { values in
            sums.withMutableRows { sums in
                gradient.withRows { gradient in
                    Cores.forEach(inBlocksOf: rows.count) { place in
                        let row = Int(rows[place])
                        ck_adagrad(values[row], sums[row], gradient[place], rate, epsilon, width)
                    }
                }
            }
        }
    }

    /// One step of Adam on some rows, each with the bias correction of its own number of steps.
    ///
    /// - Parameters:
    ///   - rows: The rows to move, without repetition; the others stay.
    ///   - gradient: A row for each of `rows`. Shape `[rows.count, columnCount]`.
    ///   - moments: Both running means and the steps of each row, updated.
    ///   - rate: The learning rate.
    package mutating func stepAdam(
        rows: [Int32],
        along gradient: Matrix,
        moments: inout AdamMoments,
        rate: Float
    ) {
        precondition(gradient.rowCount == rows.count && moments.first.rowCount == rowCount)
        let width = columnCount
        for row in rows { moments.stepCounts[Int(row)] += 1 }
        moments.extendCorrections()
        let corrections = moments.corrections
        let steps = moments.stepCounts
        let (beta2, decay) = (moments.beta2, moments.decay)
        withMutableRows { values in
            moments.first.withMutableRows { first in
                moments.second.withMutableRows { second in
                    gradient.withRows { gradient in
                        Cores.forEach(inBlocksOf: rows.count) { place in
                            let row = Int(rows[place])
                            let (correction1, correction2) = corrections[Int(steps[row])]
                            ck_adam(
                                values[row],
                                first[row],
                                second[row],
                                gradient[place],
                                rate,
                                AdamMoments.beta1,
                                beta2,
                                AdamMoments.epsilon,
                                correction1,
                                correction2,
                                decay,
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
    /// Added to the mean square under the root.
    static let epsilon: Float = 1e-16

    let beta2: Float
    let decay: Float
    var first: Matrix
    var second: Matrix
    var stepCounts: [Int32]
    /// 1 - beta1^t and 1 - beta2^t for every t that any row can have reached.
    private(set) var corrections: [(Float, Float)] = [(0, 0)]

    /// Remembers nothing yet of a table of this shape.
    ///
    /// - Parameters:
    ///   - rowCount: Of the table.
    ///   - columnCount: Of the table.
    ///   - beta2: How slowly the mean of squared gradients forgets, below 1.
    ///   - decay: How much of itself a value loses in a step, in units of the rate.
    package init(rowCount: Int, columnCount: Int, beta2: Float = 0.999, decay: Float = 0) {
        self.beta2 = beta2
        self.decay = decay
        first = Matrix(rowCount: rowCount, columnCount: columnCount)
        second = first
        stepCounts = [Int32](repeating: 0, count: rowCount)
    }

    /// Makes `corrections` ready for one more step of any row.
    mutating func extendCorrections() {
        let last = corrections[corrections.count - 1]
        corrections.append((1 - (1 - last.0) * Self.beta1, 1 - (1 - last.1) * beta2))
    }
}
