import LinearAlgebra

/// One side of the model: what each row's embedding is made of.
///
/// A row's embedding is the weighted sum of its features' rows in the parameter table, divided by
/// its length if the tower is normalised. An id is a feature like any other; features that both
/// towers name are shared by them.
struct Tower: Sendable {
    /// Shape `[rows, table rows]`.
    let features: SparseMatrix
    let isNormalised: Bool

    /// A tower's output, and what its gradient needs to find the way back.
    struct Output {
        /// Shape `[rows, dimension]`.
        let embeddings: Matrix
        /// The length of each row before it was normalised; `nil` if it was not.
        let lengths: [Float]?
    }

    /// The rows with these numbers alone.
    func gathering(_ rows: [Int]) -> Tower {
        Tower(features: features.gathering(rows), isNormalised: isNormalised)
    }

    /// Embeds every row.
    func embed(with table: Matrix) -> Output {
        var embeddings = features.times(table)
        let lengths = isNormalised ? embeddings.normaliseRows() : nil
        return Output(embeddings: embeddings, lengths: lengths)
    }

    /// Carries the gradient of `output.embeddings` back to the sums of features.
    func backToSums(_ gradient: consuming Matrix, through output: Output) -> Matrix {
        guard let lengths = output.lengths else { return gradient }
        gradient.backThroughNormalising(to: output.embeddings, lengths: lengths)
        return gradient
    }
}
