import Cores

/// A dense matrix of 32-bit floats, stored row by row: shape `[rowCount, columnCount]`.
package struct Matrix: Equatable, Sendable {
    package let rowCount: Int
    package let columnCount: Int

    /// All `rowCount × columnCount` values, row after row.
    package internal(set) var values: [Float]

    /// A matrix of zeros.
    package init(rowCount: Int, columnCount: Int) {
        self.init(
            rowCount: rowCount,
            columnCount: columnCount,
            values: [Float](repeating: 0, count: rowCount * columnCount)
        )
    }

    /// A matrix whose values are yet to be set, every one of them, before anything reads it.
    package init(unsetRows rowCount: Int, columnCount: Int) {
        let count = rowCount * columnCount
        self.init(
            rowCount: rowCount,
            columnCount: columnCount,
            values: [Float](unsafeUninitializedCapacity: count) { $1 = count }
        )
    }

    /// A matrix of the given values, row after row.
    package init(rowCount: Int, columnCount: Int, values: [Float]) {
        precondition(
            values.count == rowCount * columnCount,
            "\(rowCount) × \(columnCount) needs \(rowCount * columnCount) values, not \(values.count)"
        )
        self.rowCount = rowCount
        self.columnCount = columnCount
        self.values = values
    }

    /// The rows of some matrices of as many columns each, one matrix after the other; 0 × 0 of none.
    package init(stacking blocks: [Matrix]) {
        precondition(
            blocks.allSatisfy { $0.columnCount == blocks[0].columnCount },
            "matrices of different widths"
        )
        self.init(
            rowCount: blocks.reduce(0) { $0 + $1.rowCount },
            columnCount: blocks.first?.columnCount ?? 0,
            values: Cores.joined(blocks.map(\.values))
        )
    }

    /// One value, to read or to replace.
    package subscript(row: Int, column: Int) -> Float {
        get { values[row * columnCount + column] }
        set { values[row * columnCount + column] = newValue }
    }

    /// One row, as a copy-free slice of `values`; to replace it takes `columnCount` values.
    package subscript(row row: Int) -> ArraySlice<Float> {
        get { values[row * columnCount..<(row + 1) * columnCount] }
        set {
            precondition(newValue.count == columnCount, "a row of another length")
            values.replaceSubrange(row * columnCount..<(row + 1) * columnCount, with: newValue)
        }
    }

    /// The rows with these numbers, in this order; a number may occur more than once.
    package func gathering(_ rows: [Int]) -> Matrix {
        var gathered: [Float] = []
        gathered.reserveCapacity(rows.count * columnCount)
        for row in rows { gathered += self[row: row] }
        return Matrix(rowCount: rows.count, columnCount: columnCount, values: gathered)
    }

    /// Consecutive rows of a matrix, without a copy.
    package struct Rows: Sendable {
        let matrix: Matrix
        let range: Range<Int>

        var count: Int { range.count }
        var firstValue: Int { range.lowerBound * matrix.columnCount }
    }

    /// The rows of `range`, without a copy.
    package func rows(_ range: Range<Int>) -> Rows {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= rowCount,
            "rows \(range) of a matrix with \(rowCount)"
        )
        return Rows(matrix: self, range: range)
    }

    /// All rows, without a copy.
    package var allRows: Rows { rows(0..<rowCount) }
}
