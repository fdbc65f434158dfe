import Cores
import LinearAlgebra

/// Queries to embed, whose features are made for a block of them at a time.
///
/// Those of all would take more memory than anything else where users have rated much.
struct Queries {
    private static let blockSize = 1 << 12

    let count: Int
    /// The features of some of them, shape `[range.count, rows of the table]`.
    let features: @Sendable (Range<Int>) -> SparseMatrix

    /// The embeddings of all, given how those of some come from their features.
    func embeddings(_ embed: @Sendable (SparseMatrix) -> Matrix) -> Matrix {
        let blocks = Cores.ranges(of: count, size: Self.blockSize)
        return Matrix(stacking: Cores.map(blocks.count) { embed(features(blocks[$0])) })
    }
}
