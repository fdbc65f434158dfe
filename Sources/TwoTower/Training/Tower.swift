import LinearAlgebra

/// One side of the model: what each row's embedding is made of.
///
/// A row's embedding is the weighted sum of its features' rows in the parameter table, sent through
/// the dense layers if there are any, and divided by its length if the tower is normalised. An id is a
/// feature like any other; features that both towers name are shared by them.
struct Tower: Sendable {
    /// Shape `[rows, features]`; the first rows of the table are the features'.
    let features: SparseMatrix
    var layers = DenseLayers()
    let isNormalised: Bool

    /// A tower's output, and what its gradient needs to find the way back.
    struct Output {
        /// Shape `[rows, dimension]`.
        let embeddings: Matrix
        /// `nil` without layers.
        let layers: DenseLayers.Output?
        /// The length of each row before it was normalised; `nil` if it was not.
        let lengths: [Float]?
    }

    /// The rows with these numbers alone.
    func gathering(_ rows: [Int]) -> Tower {
        Tower(features: features.gathering(rows), layers: layers, isNormalised: isNormalised)
    }

    /// Embeds every row.
    func embed(with table: Matrix) -> Output {
        var embeddings = features.times(table)
        let passed = layers.rows.isEmpty ? nil : layers.output(of: embeddings, with: table)
        if let passed { embeddings = passed.values }
        let lengths = isNormalised ? embeddings.normaliseRows() : nil
        return Output(embeddings: embeddings, layers: passed, lengths: lengths)
    }

    /// The embeddings alone, of a block of rows at a time: what layers keep for the way back takes room.
    func embeddings(with table: Matrix) -> Matrix {
        Queries(count: features.rowCount) { features.gathering(Array($0)) }.embeddings { block in
            Tower(features: block, layers: layers, isNormalised: isNormalised)
                .embed(with: table).embeddings
        }
    }

    /// Carries the gradient of `output.embeddings` back to the parameters.
    ///
    /// - Parameters:
    ///   - gradient: Shape as the embeddings.
    ///   - output: What `embed` made.
    ///   - sum: The gradient so far, to which features add; layers have no other part in it. A row for
    ///     each of `parameters`.
    ///   - parameters: The tower's are among them.
    func back(
        _ gradient: consuming Matrix,
        through output: Output,
        to sum: inout Matrix,
        of parameters: Participants
    ) {
        if let lengths = output.lengths {
            gradient.backThroughNormalising(to: output.embeddings, lengths: lengths)
        }
        if let passed = output.layers {
            let back = layers.back(gradient, through: passed)
            for (place, row) in layers.rows.enumerated() {
                guard let number = parameters.number(of: row) else {
                    preconditionFailure("a layer whose weights take no part")
                }
                sum[row: number] = back.weights[row: place]
            }
            gradient = back.input
        }
        parameters.numbering(columnsOf: features).addTransposed(times: gradient, to: &sum)
    }
}
