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

    init(_ settings: TrainingSettings, for table: Matrix) {
        let (rows, columns) = (table.rowCount, table.columnCount)
        switch settings.optimiser {
        case .adagrad:
            let start = [Float](repeating: 0.1, count: rows * columns)
            self = .adagrad(sums: Matrix(rowCount: rows, columnCount: columns, values: start))
        case .adam:
            self = .adam(
                moments: AdamMoments(
                    rowCount: rows,
                    columnCount: columns,
                    beta2: settings.adamBeta2,
                    decay: settings.weightDecay
                )
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
