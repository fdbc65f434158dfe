import CKernels
import Cores

/// A matrix of mostly zeros, stored as the columns and weights of each row.
///
/// Rows may hold a column more than once (the weights add up) or nothing at all.
package struct SparseMatrix: Equatable, Sendable {
    package let columnCount: Int
    /// Where each row begins in `columns`, and at last where all end: `rowCount + 1` places.
    package private(set) var starts: [Int]
    /// The columns of all rows, one row after the other.
    package private(set) var columns: [Int32]
    /// The weight of each entry of `columns`.
    package private(set) var weights: [Float]

    package var rowCount: Int { starts.count - 1 }

    /// A matrix without rows, to append to.
    package init(columnCount: Int) {
        self.columnCount = columnCount
        starts = [0]
        columns = []
        weights = []
    }

    /// A matrix of given parts.
    package init(columnCount: Int, starts: [Int], columns: [Int32], weights: [Float]) {
        precondition(starts.last == columns.count && columns.count == weights.count)
        self.columnCount = columnCount
        self.starts = starts
        self.columns = columns
        self.weights = weights
    }

    /// Adds a row of (column, weight) entries at the bottom.
    package mutating func appendRow(_ entries: [(column: Int, weight: Float)]) {
        for (column, weight) in entries {
            precondition(column < columnCount, "column \(column) of \(columnCount)")
            columns.append(Int32(column))
            weights.append(weight)
        }
        starts.append(columns.count)
    }

    /// The columns of a row.
    package func columns(ofRow row: Int) -> ArraySlice<Int32> {
        columns[starts[row]..<starts[row + 1]]
    }

    /// The weights of a row, in the order of its columns.
    package func weights(ofRow row: Int) -> ArraySlice<Float> {
        weights[starts[row]..<starts[row + 1]]
    }

    /// The sum of the weights of each row.
    package var rowSums: [Float] {
        (0..<rowCount).map { weights(ofRow: $0).reduce(0, +) }
    }

    /// The rows with these numbers, in this order.
    package func gathering(_ rows: [Int]) -> SparseMatrix {
        var gathered = SparseMatrix(columnCount: columnCount)
        for row in rows {
            gathered.columns += columns(ofRow: row)
            gathered.weights += weights(ofRow: row)
            gathered.starts.append(gathered.columns.count)
        }
        return gathered
    }

    /// The same entries with rows and columns exchanged; each new row is ordered by old row.
    package var transposed: SparseMatrix {
        var ends = [Int](repeating: 0, count: columnCount + 1)
        for column in columns { ends[Int(column) + 1] += 1 }
        for column in 0..<columnCount { ends[column + 1] += ends[column] }
        let newStarts = ends
        var newColumns = [Int32](repeating: 0, count: columns.count)
        var newWeights = [Float](repeating: 0, count: columns.count)
        for row in 0..<rowCount {
            for place in starts[row]..<starts[row + 1] {
                let column = Int(columns[place])
                newColumns[ends[column]] = Int32(row)
                newWeights[ends[column]] = weights[place]
                ends[column] += 1
            }
        }
        return SparseMatrix(
            columnCount: rowCount,
            starts: newStarts,
            columns: newColumns,
            weights: newWeights
        )
    }

    /// The product with a dense matrix.
    ///
    /// - Parameter dense: Shape `[columnCount, any]`.
    /// - Returns: Shape `[rowCount, dense.columnCount]`; 0 in rows without entries.
    /// - Complexity: O(entries × dense.columnCount), each row summed in the order of its entries.
    package func times(_ dense: Matrix) -> Matrix {
        var product = Matrix(rowCount: rowCount, columnCount: dense.columnCount)
        add(productWith: dense, to: &product)
        return product
    }

    /// Adds the product with a dense matrix to a sum of shape `[rowCount, dense.columnCount]`.
    package func add(productWith dense: Matrix, to sum: inout Matrix) {
        precondition(dense.rowCount == columnCount, "\(columnCount) columns · \(dense.rowCount)")
        precondition(
            sum.rowCount == rowCount && sum.columnCount == dense.columnCount,
            "outer sizes differ"
        )
        sum.withMutableRows { rows in
            dense.withRows { table in
                Cores.forEach(inBlocksOf: rowCount) { row in
                    gather(row: row, of: table, into: rows[row])
                }
            }
        }
    }

    /// Adds `selfᵀ · dense` to a sum: the gradient's way back through `times`.
    ///
    /// - Parameters:
    ///   - dense: Shape `[rowCount, sum.columnCount]`.
    ///   - sum: Shape `[columnCount, any]`. Added to row by row, on one core, in a fixed order.
    package func addTransposed(times dense: Matrix, to sum: inout Matrix) {
        precondition(dense.rowCount == rowCount, "\(rowCount) rows · \(dense.rowCount)")
        precondition(
            sum.rowCount == columnCount && sum.columnCount == dense.columnCount,
            "outer sizes differ"
        )
        sum.withMutableRows { sums in
            dense.withRows { dense in
                for row in 0..<rowCount {
                    for place in starts[row]..<starts[row + 1] {
                        ck_add_scaled(
                            sums[Int(columns[place])],
                            weights[place],
                            dense[row],
                            dense.width
                        )
                    }
                }
            }
        }
    }

    private func gather(row: Int, of table: OpenRows, into sum: UnsafeMutablePointer<Float>) {
        let range = starts[row]..<starts[row + 1]
        columns.withUnsafeBufferPointer { columns in
            weights.withUnsafeBufferPointer { weights in
                guard let columnBase = columns.baseAddress, let weightBase = weights.baseAddress
                else { return }
                ck_gather_add(
                    sum,
                    table.base,
                    columnBase + range.lowerBound,
                    weightBase + range.lowerBound,
                    range.count,
                    table.width
                )
            }
        }
    }
}
