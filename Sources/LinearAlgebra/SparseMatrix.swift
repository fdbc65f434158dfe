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

    /// A matrix of the given rows.
    package init(rows: some Sequence<[(column: Int, weight: Float)]>, columnCount: Int) {
        self.init(columnCount: columnCount)
        for row in rows { appendRow(row) }
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
        for (column, weight) in entries { appendEntry(column, weight) }
        endRow()
    }

    /// Adds an entry to the row that `endRow` will end.
    package mutating func appendEntry(_ column: Int, _ weight: Float) {
        precondition(column < columnCount, "column \(column) of \(columnCount)")
        columns.append(Int32(column))
        weights.append(weight)
    }

    /// Ends a row, of no entry if none was added.
    package mutating func endRow() { starts.append(columns.count) }

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

    /// Multiplies the weights of each row by a factor of its own.
    package mutating func scaleRows(by factors: [Float]) {
        precondition(factors.count == rowCount, "one factor for each row")
        for row in 0..<rowCount {
            for place in starts[row]..<starts[row + 1] { weights[place] *= factors[row] }
        }
    }

    /// The rows with these numbers, in this order.
    package func gathering(_ rows: [Int]) -> SparseMatrix {
        if rows.count == rowCount, rows.indices.allSatisfy({ rows[$0] == $0 }) { return self }
        var gathered = SparseMatrix(columnCount: columnCount)
        for row in rows {
            gathered.columns += columns(ofRow: row)
            gathered.weights += weights(ofRow: row)
            gathered.starts.append(gathered.columns.count)
        }
        return gathered
    }

    /// The same entries in columns of other numbers.
    ///
    /// - Parameters:
    ///   - numbers: The new number of each column that has an entry.
    ///   - columnCount: How many columns there are then.
    /// - Returns: A matrix of as many rows.
    package func renumberingColumns(by numbers: [Int32], columnCount: Int) -> SparseMatrix {
        SparseMatrix(
            columnCount: columnCount,
            starts: starts,
            columns: columns.map { numbers[Int($0)] },
            weights: weights
        )
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
    /// - Parameter dense: Shape `[≥ columnCount, any]`; no entry needs more rows.
    /// - Returns: Shape `[rowCount, dense.columnCount]`; 0 in rows without entries.
    /// - Complexity: O(entries × dense.columnCount), each row summed in the order of its entries.
    package func times(_ dense: Matrix) -> Matrix {
        precondition(dense.rowCount >= columnCount, "\(columnCount) columns · \(dense.rowCount)")
        var product = Matrix(unsetRows: rowCount, columnCount: dense.columnCount)
        gather(from: dense, into: &product, keeping: false)
        return product
    }

    /// Adds the product with a dense matrix to a sum of shape `[rowCount, dense.columnCount]`.
    package func add(productWith dense: Matrix, to sum: inout Matrix) {
        requireProduct(ofRows: dense.rowCount, columns: dense.columnCount, fits: sum)
        gather(from: dense, into: &sum, keeping: true)
    }

    /// Stops the program unless the product with a matrix of such a shape can be added to `sum`.
    func requireProduct(ofRows rows: Int, columns: Int, fits sum: Matrix) {
        precondition(rows == columnCount, "\(columnCount) columns · \(rows)")
        precondition(sum.rowCount == rowCount && sum.columnCount == columns, "outer sizes differ")
    }

    /// Adds `selfᵀ · dense` to a sum: the gradient's way back through `times`.
    ///
    /// - Parameters:
    ///   - dense: Shape `[rowCount, sum.columnCount]`.
    ///   - sum: Shape `[columnCount, any]`. Each of its rows is added to in the order of `dense`.
    package func addTransposed(times dense: Matrix, to sum: inout Matrix) {
        transposed.add(productWith: dense, to: &sum)
    }

    /// Sums rows of `dense` into each row of `sum`, onto what is there if `keeping`.
    private func gather(from dense: Matrix, into sum: inout Matrix, keeping: Bool) {
        sum.withMutableRows { rows in
            dense.withRows { table in
                columns.withUnsafeBufferPointer { columns in
                    weights.withUnsafeBufferPointer { weights in
                        let entries = Entries(
                            columns: columns.baseAddress,
                            weights: weights.baseAddress
                        )
                        Cores.forEach(inBlocksOf: rowCount) { row in
                            let (start, end) = (starts[row], starts[row + 1])
                            if !keeping { rows[row].update(repeating: 0, count: rows.width) }
                            guard end > start, let columns = entries.columns,
                                let weights = entries.weights
                            else { return }
                            ck_gather_add(
                                rows[row],
                                table.base,
                                columns + start,
                                weights + start,
                                end - start,
                                table.width
                            )
                        }
                    }
                }
            }
        }
    }
}

/// The storage of a sparse matrix while it is held open, only to be read.
private struct Entries: @unchecked Sendable {
    let columns: UnsafePointer<Int32>?
    let weights: UnsafePointer<Float>?
}
