import CKernels
import Cores

extension Matrix {
    /// Divides every row by its Euclidean length and returns the lengths.
    ///
    /// A row of zeros stays as it is and counts as length 1.
    package mutating func normaliseRows() -> [Float] {
        let width = columnCount
        return withMutableRows { rows in
            Cores.mapRows(rows.count) { row in
                let values = rows[row]
                let squared = ck_dot(values, values, width)
                guard squared > 0 else { return 1 }
                let length = squared.squareRoot()
                let shrink = 1 / length
                for column in 0..<width { values[column] *= shrink }
                return length
            }
        }
    }

    /// Carries a gradient back through `normaliseRows`.
    ///
    /// With e = z / |z|, the gradient of z is (g - (g·e) e) / |z|, row by row.
    ///
    /// - Parameters:
    ///   - directions: The normalised rows e. Same shape as this matrix, which holds g.
    ///   - lengths: What `normaliseRows` returned: |z| of each row.
    package mutating func backThroughNormalising(to directions: Matrix, lengths: [Float]) {
        precondition(directions.rowCount == rowCount && directions.columnCount == columnCount)
        precondition(lengths.count == rowCount, "\(lengths.count) lengths for \(rowCount) rows")
        let width = columnCount
        withMutableRows { rows in
            directions.withRows { directions in
                Cores.forEach(inBlocksOf: rows.count) { row in
                    let along = ck_dot(rows[row], directions[row], width)
                    ck_add_scaled(rows[row], -along, directions[row], width)
                    let shrink = 1 / lengths[row]
                    for column in 0..<width { rows[row][column] *= shrink }
                }
            }
        }
    }

    /// Multiplies every value by a factor.
    package mutating func scale(by factor: Float) {
        scaleRows(by: [Float](repeating: factor, count: rowCount))
    }

    /// Multiplies each row by its factor.
    package mutating func scaleRows(by factors: [Float]) {
        precondition(factors.count == rowCount, "\(factors.count) factors for \(rowCount) rows")
        withMutableRows { rows in
            Cores.forEach(inBlocksOf: rows.count) { row in
                let (values, factor) = (rows[row], factors[row])
                for column in 0..<rows.width { values[column] *= factor }
            }
        }
    }

    /// Adds `factor` times `other`, of the same shape.
    package mutating func add(_ other: Matrix, times factor: Float = 1) {
        precondition(other.rowCount == rowCount && other.columnCount == columnCount)
        let width = columnCount
        withMutableRows { rows in
            other.withRows { others in
                Cores.forEach(inBlocksOf: rows.count) { row in
                    ck_add_scaled(rows[row], factor, others[row], width)
                }
            }
        }
    }

    /// The rows of a matrix, placed at other rows of one that is 0 elsewhere.
    ///
    /// - Parameters:
    ///   - rowCount: Of the result.
    ///   - matrix: As wide as the result.
    ///   - places: Where each row goes, without repetition.
    package init(_ rowCount: Int, spreading matrix: Matrix, to places: [Int]) {
        precondition(places.count == matrix.rowCount, "one place for each row")
        self.init(rowCount: rowCount, columnCount: matrix.columnCount)
        withMutableRows { rows in
            matrix.withRows { spread in
                for (row, place) in places.enumerated() {
                    rows[place].update(from: spread[row], count: rows.width)
                }
            }
        }
    }

    /// The sum of several matrices of the same shape, added in their order.
    ///
    /// - Parameter matrices: At least one.
    /// - Returns: A matrix of that shape.
    package static func sum(of matrices: [Matrix]) -> Matrix {
        guard matrices.count > 1 else { return matrices[0] }
        var total = Matrix(unsetRows: matrices[0].rowCount, columnCount: matrices[0].columnCount)
        for matrix in matrices {
            precondition(
                matrix.rowCount == total.rowCount && matrix.columnCount == total.columnCount,
                "a sum of different shapes"
            )
        }
        let width = total.columnCount
        total.withMutableRows { rows in
            let blocks = Cores.ranges(of: rows.count, size: 64)
            Cores.forEach(blocks.count) { block in
                let (first, count) = (blocks[block].lowerBound, blocks[block].count * width)
                matrices[0].withRows { rows[first].update(from: $0[first], count: count) }
                for matrix in matrices.dropFirst() {
                    matrix.withRows { ck_add_scaled(rows[first], 1, $0[first], count) }
                }
            }
        }
        return total
    }

    /// The dot product of a row of this matrix and one of another, as wide.
    package func dot(row: Int, with other: Matrix, row otherRow: Int) -> Float {
        precondition(columnCount == other.columnCount, "\(columnCount) · \(other.columnCount)")
        return withRows { rows in
            other.withRows { others in ck_dot(rows[row], others[otherRow], columnCount) }
        }
    }

    /// Whether every value is a number: neither infinite nor NaN.
    package var isFinite: Bool { values.allSatisfy(\.isFinite) }
}

/// The rows of a matrix while its storage is held open; the only pointers that loops here see.
///
/// Unchecked because disjoint rows are written by different workers, and nothing else is.
struct OpenRows: @unchecked Sendable {
    let base: UnsafeMutablePointer<Float>
    let count: Int
    let width: Int

    subscript(row: Int) -> UnsafeMutablePointer<Float> { base + row * width }
}

extension Matrix {
    mutating func withMutableRows<Result>(_ body: (OpenRows) -> Result) -> Result {
        let (count, width) = (rowCount, columnCount)
        return values.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else {
                return body(OpenRows(base: Matrix.nowhere, count: count, width: width))
            }
            return body(OpenRows(base: base, count: count, width: width))
        }
    }

    /// For reading alone: nothing may be written through what `body` gets.
    func withRows<Result>(_ body: (OpenRows) -> Result) -> Result {
        values.withUnsafeBufferPointer { buffer in
            let base = UnsafeMutablePointer(mutating: buffer.baseAddress) ?? Matrix.nowhere
            return body(OpenRows(base: base, count: rowCount, width: columnCount))
        }
    }

    /// Where a matrix without values pretends to be stored; never read.
    private static var nowhere: UnsafeMutablePointer<Float> {
        UnsafeMutableRawPointer(bitPattern: 64).unsafelyUnwrapped.assumingMemoryBound(
            to: Float.self
        )
    }
}

extension Cores {
    /// Runs `body` for each of `count` rows, in blocks large enough to be worth a core's while.
    static func forEach(inBlocksOf count: Int, _ body: @Sendable (Int) -> Void) {
        let blocks = ranges(of: count, size: 1024)
        forEach(blocks.count) { block in
            for row in blocks[block] { body(row) }
        }
    }

    /// Like `forEach(inBlocksOf:)`, keeping one number for each row.
    static func mapRows(_ count: Int, _ body: @Sendable (Int) -> Float) -> [Float] {
        var results = Matrix(rowCount: count, columnCount: 1)
        results.withMutableRows { rows in
            forEach(inBlocksOf: count) { row in rows[row].pointee = body(row) }
        }
        return results.values
    }
}
