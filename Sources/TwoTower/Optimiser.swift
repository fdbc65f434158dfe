import LinearAlgebra

/// How a step follows the gradient.
package enum OptimiserKind: String, Codable, Sendable {
    /// Duchi et al. 2011, with Keras's start of 0.1 and ε of 1e-7.
    case adagrad
    /// Kingma & Ba 2015; rows that a batch leaves out keep their moments.
    case adam
}

/// An optimiser and what it remembers of the table.
enum Optimiser {
    case adagrad(sums: Matrix)
    case adam(moments: AdamMoments)

    init(_ kind: OptimiserKind, for table: Matrix) {
        switch kind {
        case .adagrad:
            let count = table.rowCount * table.columnCount
            self = .adagrad(
                sums: Matrix(
                    rowCount: table.rowCount,
                    columnCount: table.columnCount,
                    values: [Float](repeating: 0.1, count: count)
                )
            )
        case .adam:
            self = .adam(
                moments: AdamMoments(rowCount: table.rowCount, columnCount: table.columnCount)
            )
        }
    }

    /// Moves some rows of the table against the gradient; the others stay.
    mutating func step(
        _ table: inout Matrix,
        rows: [Int32],
        along gradient: Matrix,
        rate: Float
    ) {
        switch self {
        case .adagrad(var sums):
            self = .adagrad(sums: Matrix(rowCount: 0, columnCount: 0))  // keeps `sums` unshared
            table.stepAdagrad(
                rows: rows,
                along: gradient,
                sums: &sums,
                rate: rate,
                epsilon: 1e-7
            )
            self = .adagrad(sums: sums)
        case .adam(var moments):
            self = .adam(moments: AdamMoments(rowCount: 0, columnCount: 0))
            table.stepAdam(rows: rows, along: gradient, moments: &moments, rate: rate)
            self = .adam(moments: moments)
        }
    }
}
