import Cores

extension SparseMatrix {
    /// What each two columns have in common: `selfᵀ · self`.
    ///
    /// Shape `[columnCount, columnCount]`.
    ///
    /// - Complexity: O(Σ over rows of (entries of the row)²), spread over cores by column.
    package var gram: Matrix {
        let transposed = transposed
        var gram = Matrix(rowCount: columnCount, columnCount: columnCount)
        gram.withMutableRows { sums in
            Cores.forEach(inBlocksOf: columnCount) { column in
                for place in transposed.starts[column]..<transposed.starts[column + 1] {
                    let row = Int(transposed.columns[place])
                    for other in starts[row]..<starts[row + 1] {
                        sums[column][Int(columns[other])] +=
                            transposed.weights[place] * weights[other]
                    }
                }
            }
        }
        return gram
    }
}
