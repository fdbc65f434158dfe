import Cores

extension SparseMatrix {
    /// What each two columns have in common: `selfᵀ · self`.
    ///
    /// Shape `[columnCount, columnCount]`.
    ///
    /// - Complexity: O(Σ over rows of (entries of the row)²), spread over cores by column.
    package var gram: Matrix {
        var gram = Matrix(rowCount: columnCount, columnCount: columnCount)
        transposed.add(productWith: self, to: &gram)
        return gram
    }

    /// Adds the product with another sparse matrix to a sum.
    ///
    /// - Parameters:
    ///   - other: Shape `[columnCount, any]`.
    ///   - sum: Shape `[rowCount, other.columnCount]`. Each of its values is added to in the order of
    ///     the row's entries.
    /// - Complexity: O(Σ over entries of the entries of that row of `other`), spread over cores by
    ///   row.
    package func add(productWith other: SparseMatrix, to sum: inout Matrix) {
        requireProduct(ofRows: other.rowCount, columns: other.columnCount, fits: sum)
        sum.withMutableRows { sums in
            Cores.forEach(inBlocksOf: rowCount) { row in
                for place in starts[row]..<starts[row + 1] {
                    let (middle, weight) = (Int(columns[place]), weights[place])
                    for end in other.starts[middle]..<other.starts[middle + 1] {
                        sums[row][Int(other.columns[end])] += weight * other.weights[end]
                    }
                }
            }
        }
    }
}
