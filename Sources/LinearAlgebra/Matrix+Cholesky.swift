import COpenBLAS

extension Matrix {
    /// Replaces a symmetric positive definite matrix by its inverse; only values on and below the
    /// diagonal are read.
    ///
    /// - Returns: Whether it was positive definite in single precision; if not, the values are of no
    ///   use any more.
    /// - Complexity: O(rows³) on one core.
    package mutating func invertPositiveDefinite() -> Bool {
        guard factorise() else { return false }
        values.withUnsafeMutableBufferPointer { values in
            let order = Int32(rowCount)
            var status: Int32 = 0
            spotri_("U", [order], values.baseAddress, [max(1, order)], &status)
            precondition(status == 0, "a factor with a zero on its diagonal")
        }
        for row in 0..<rowCount {
            for column in 0..<row { self[column, row] = self[row, column] }
        }
        return true
    }

    /// Solves `self · x = side`, where the matrix is symmetric and positive definite; only values on
    /// and below the diagonal are read, and the matrix is used up.
    ///
    /// - Parameter side: Count `rowCount`.
    /// - Returns: x, or `nil` if the matrix is not positive definite in single precision.
    /// - Complexity: O(rows³) on one core.
    package consuming func solvingPositiveDefinite(_ side: [Float]) -> [Float]? {
        precondition(side.count == rowCount, "\(side.count) values for \(rowCount) rows")
        var factor = self
        guard factor.factorise() else { return nil }
        var solution = side
        for order in [CblasNoTrans, CblasTrans] {
            factor.values.withUnsafeBufferPointer { values in
                cblas_strsv(
                    CblasRowMajor,
                    CblasLower,
                    order,
                    CblasNonUnit,
                    blasint(side.count),
                    values.baseAddress,
                    blasint(max(1, side.count)),
                    &solution,
                    1
                )
            }
        }
        return solution
    }

    /// Puts L, with `self = L · Lᵀ`, on and below the diagonal; above it, values stay.
    ///
    /// LAPACK counts by columns, so what it calls upper is lower here.
    private mutating func factorise() -> Bool {
        precondition(rowCount == columnCount, "\(rowCount) × \(columnCount) is not square")
        precondition(processIsSetUp)
        let order = Int32(rowCount)
        var status: Int32 = 0
        values.withUnsafeMutableBufferPointer { values in
            spotrf_("U", [order], values.baseAddress, [max(1, order)], &status)
        }
        precondition(status >= 0, "argument \(-status) of the factorisation")
        return status == 0
    }
}
