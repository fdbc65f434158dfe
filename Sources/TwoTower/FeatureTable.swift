import LinearAlgebra
import Ratings

/// Which rows of the parameter table belong to which kind of feature.
struct FeatureTable: Sendable {
    /// One kind of feature, such as the ids of users.
    struct Block: Sendable {
        /// Names the block on disk, such as `query/user`.
        let name: String
        let rows: Range<Int>
    }

    private(set) var blocks: [Block] = []

    var rowCount: Int { blocks.last?.rows.upperBound ?? 0 }

    /// Adds room for `count` features and returns their rows.
    mutating func addBlock(_ name: String, count: Int) -> Range<Int> {
        let rows = rowCount..<rowCount + count
        blocks.append(Block(name: name, rows: rows))
        return rows
    }

    /// Parameters to begin with: uniform around 0.
    func initialParameters(
        dimension: Int,
        deviation: Float,
        using generator: inout SeededGenerator
    ) -> Matrix {
        let range = deviation * Float(3).squareRoot()
        let values = (0..<rowCount * dimension).map { _ in (2 * generator.uniform() - 1) * range }
        return Matrix(rowCount: rowCount, columnCount: dimension, values: values)
    }
}
