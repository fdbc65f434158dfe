import LinearAlgebra

/// The obvious product, one double loop and one sum: the oracle of every fast one.
///
/// `left` is asked by row and inner index, `right` by inner index and column.
func naiveProduct(
    rows: Int,
    inner: Int,
    columns: Int,
    left: (Int, Int) -> Float,
    right: (Int, Int) -> Float
) -> [Double] {
    var product: [Double] = []
    for row in 0..<rows {
        for column in 0..<columns {
            var sum = 0.0
            for place in 0..<inner {
                sum += Double(left(row, place)) * Double(right(place, column))
            }
            product.append(sum)
        }
    }
    return product
}

extension SparseMatrix {
    /// The same matrix with its zeros, entries of the same column added up.
    var dense: Matrix {
        var dense = Matrix(rowCount: rowCount, columnCount: columnCount)
        for row in 0..<rowCount {
            for (column, weight) in zip(columns(ofRow: row), weights(ofRow: row)) {
                dense[row, Int(column)] += weight
            }
        }
        return dense
    }
}
