import CMalloc
import COpenBLAS

/// Settings of the process that products rely on, made once.
///
/// OpenBLAS runs on one thread per call: our own loops use the cores, and sums keep a fixed order. And
/// memory that a matrix frees stays with the process: the next training step asks for as much again
/// (until `Matrix.returnFreedMemory`).
let processIsSetUp: Bool = {
    openblas_set_num_threads(1)
    mallopt(M_MMAP_THRESHOLD, 1 << 30)
    mallopt(M_TRIM_THRESHOLD, 1 << 30)
    return true
}()

extension Matrix {
    /// Gives freed memory back to the system, where the next work asks for other sizes.
    package static func returnFreedMemory() { malloc_trim(0) }

    /// `left · rightᵀ`: shape `[left.count, right.count]`.
    ///
    /// - Parameters:
    ///   - left: Shape `[any, d]`.
    ///   - right: Shape `[any, d]`.
    package init(productOf left: Rows, withTransposeOf right: Rows) {
        self.init(unsetRows: left.count, columnCount: right.count)
        setFirstRows(toProductOf: left, withTransposeOf: right)
    }

    /// Puts `left · rightᵀ` into the first `left.count` rows; the other rows keep their values.
    ///
    /// - Parameters:
    ///   - left: Shape `[left.count, d]`, with `left.count ≤ rowCount`.
    ///   - right: Shape `[columnCount, d]`.
    package mutating func setFirstRows(toProductOf left: Rows, withTransposeOf right: Rows) {
        precondition(left.matrix.columnCount == right.matrix.columnCount, "inner sizes differ")
        precondition(left.count <= rowCount && right.count == columnCount, "outer sizes differ")
        multiply(
            left,
            CblasNoTrans,
            right,
            CblasTrans,
            m: left.count,
            n: right.count,
            k: left.matrix.columnCount,
            keeping: 0
        )
    }

    /// Puts `left · right` into the first `leftRowCount` rows, or adds it; the other rows keep their
    /// values.
    ///
    /// - Parameters:
    ///   - left: Only its first `leftRowCount` rows count. Shape `[≥ leftRowCount, n]`.
    ///   - leftRowCount: At most `rowCount`.
    ///   - right: Shape `[n, columnCount]`.
    ///   - adds: Whether the values so far stay in the sum.
    package mutating func setFirstRows(
        toProductOf left: Matrix,
        first leftRowCount: Int,
        with right: Matrix,
        adding adds: Bool = false
    ) {
        precondition(left.columnCount == right.rowCount, "inner sizes differ")
        precondition(
            leftRowCount <= rowCount && right.columnCount == columnCount,
            "outer sizes differ"
        )
        multiply(
            left.rows(0..<leftRowCount),
            CblasNoTrans,
            right.allRows,
            CblasNoTrans,
            m: leftRowCount,
            n: columnCount,
            k: right.rowCount,
            keeping: adds ? 1 : 0
        )
    }

    /// Becomes `leftᵀ · right`, over the first `count` rows of both, or adds it.
    ///
    /// - Parameters:
    ///   - left: Shape `[≥ count, rowCount]`.
    ///   - right: Shape `[≥ count, columnCount]`.
    ///   - count: How many rows of each count; 0 gives 0.
    ///   - adds: Whether the values so far stay in the sum.
    package mutating func set(
        toProductOfTranspose left: Matrix,
        with right: Matrix,
        first count: Int,
        adding adds: Bool
    ) {
        precondition(
            left.columnCount == rowCount && right.columnCount == columnCount,
            "outer sizes differ"
        )
        multiply(
            left.rows(0..<count),
            CblasTrans,
            right.rows(0..<count),
            CblasNoTrans,
            m: rowCount,
            n: columnCount,
            k: count,
            keeping: adds ? 1 : 0
        )
    }

    /// Adds factor · column · rowᵀ to the first `column.count` rows.
    ///
    /// - Parameters:
    ///   - column: At most `rowCount` values.
    ///   - row: Count `columnCount`.
    ///   - factor: What every product is multiplied by.
    package mutating func addToFirstRows(
        outerProductOf column: [Float],
        with row: [Float],
        times factor: Float
    ) {
        precondition(column.count <= rowCount && row.count == columnCount, "outer sizes differ")
        precondition(processIsSetUp)
        guard !column.isEmpty, !row.isEmpty else { return }
        let width = blasint(columnCount)
        values.withUnsafeMutableBufferPointer { sum in
            cblas_sger(
                CblasRowMajor,
                blasint(column.count),
                width,
                factor,
                column,
                1,
                row,
                1,
                sum.baseAddress,
                width
            )
        }
    }

    private mutating func multiply(
        _ left: Rows,
        _ leftOrder: CBLAS_TRANSPOSE,
        _ right: Rows,
        _ rightOrder: CBLAS_TRANSPOSE,
        m: Int,
        n: Int,
        k: Int,
        keeping beta: Float
    ) {
        precondition(processIsSetUp)
        guard m > 0, n > 0 else { return }
        let columnCount = columnCount
        values.withUnsafeMutableBufferPointer { product in
            left.matrix.values.withUnsafeBufferPointer { a in
                right.matrix.values.withUnsafeBufferPointer { b in
                    guard let c = product.baseAddress else { return }
                    cblas_sgemm(
                        CblasRowMajor,
                        leftOrder,
                        rightOrder,
                        blasint(m),
                        blasint(n),
                        blasint(k),
                        1,
                        a.baseAddress.map { $0 + left.firstValue },
                        blasint(max(1, left.matrix.columnCount)),
                        b.baseAddress.map { $0 + right.firstValue },
                        blasint(max(1, right.matrix.columnCount)),
                        beta,
                        c,
                        blasint(max(1, columnCount))
                    )
                }
            }
        }
    }
}
