import LinearAlgebra

/// Pairs whose weights are all written down, zeros too: for few movies with many ratings, where two
/// matrix products are quicker than passes over the ratings.
struct DensePairs: PositivePairs {
    /// w: shape `[queries, candidates]`.
    private let weights: Matrix
    let totals: [Float]

    /// - Parameter weights: w, at least 0. Shape `[queries, candidates]`.
    init(_ weights: Matrix) {
        self.weights = weights
        totals = (0..<weights.rowCount).map { weights[row: $0].reduce(0, +) }
    }

    var queryCount: Int { weights.rowCount }
    var candidateCount: Int { weights.columnCount }

    func candidateSums(of queries: [Int], candidates: Matrix) -> Matrix {
        var sums = Matrix(rowCount: queries.count, columnCount: candidates.columnCount)
        sums.setFirstRows(
            toProductOf: weights.gathering(queries),
            first: queries.count,
            with: candidates
        )
        return sums
    }

    func addQuerySums(
        of queries: [Int],
        embeddings: Matrix,
        times factor: Float,
        to sums: inout Matrix
    ) {
        var scaled = embeddings
        scaled.scale(by: factor)
        sums.set(
            toProductOfTranspose: weights.gathering(queries),
            with: scaled,
            first: queries.count,
            adding: true
        )
    }
}
