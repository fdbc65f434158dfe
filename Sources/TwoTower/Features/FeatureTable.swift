import LinearAlgebra
import Ratings

/// Which rows of the parameter table belong to which kind of feature.
struct FeatureTable: Sendable {
    /// One kind of feature, such as the ids of users.
    struct Block: Sendable {
        /// Names the block on disk, such as `query/user`.
        let name: String
        /// What each row stands for.
        let rowNames: [String]
        let rows: Range<Int>
        /// The standard deviation of its parameters at the start; `nil` for the usual one.
        let deviation: Float?
    }

    private(set) var blocks: [Block] = []

    var rowCount: Int { blocks.last?.rows.upperBound ?? 0 }

    /// Adds room for features of these names, which differ, and returns their rows.
    ///
    /// Their parameters begin with the usual standard deviation if `deviation` is `nil`.
    mutating func addBlock(
        _ name: String,
        rowNames: [String],
        deviation: Float? = nil
    ) -> Range<Int> {
        let rows = rowCount..<rowCount + rowNames.count
        blocks.append(Block(name: name, rowNames: rowNames, rows: rows, deviation: deviation))
        return rows
    }

    /// Parameters to begin with: uniform around 0.
    func initialParameters(
        dimension: Int,
        deviation: Float,
        using generator: inout SeededGenerator
    ) -> Matrix {
        var values: [Float] = []
        values.reserveCapacity(rowCount * dimension)
        for block in blocks {
            let range = (block.deviation ?? deviation) * Float(3).squareRoot()
            for _ in 0..<block.rows.count * dimension {
                values.append((2 * generator.uniform() - 1) * range)
            }
        }
        return Matrix(rowCount: rowCount, columnCount: dimension, values: values)
    }

    /// Puts the rows of an earlier table in the place of those of the same block and name.
    ///
    /// - Parameters:
    ///   - earlier: Any blocks; those of another width stand for nothing.
    ///   - parameters: Shape `[rowCount, dimension]`.
    /// - Returns: How many rows were put in place.
    func takeOver(_ earlier: [ParameterBlock], into parameters: inout Matrix) -> Int {
        var count = 0
        for block in blocks {
            guard
                let old = earlier.first(where: { $0.name == block.name }),
                old.values.columnCount == parameters.columnCount
            else { continue }
            // By bytes: Swift's strings are equal already if they look the same.
            let oldRows = Dictionary(
                old.rowNames.enumerated().map { (Array($1.utf8), $0) },
                uniquingKeysWith: { first, _ in first }
            )
            for (row, name) in zip(block.rows, block.rowNames) {
                guard let oldRow = oldRows[Array(name.utf8)] else { continue }
                parameters[row: row] = old.values[row: oldRow]
                count += 1
            }
        }
        return count
    }

    /// The rows of a table by block.
    func blocks(of parameters: Matrix) -> [ParameterBlock] {
        blocks.map { block in
            ParameterBlock(
                name: block.name,
                rowNames: block.rowNames,
                values: parameters.gathering(Array(block.rows))
            )
        }
    }
}
