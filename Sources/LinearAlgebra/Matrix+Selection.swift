import CKernels

/// Room for the scores of one row that passed a threshold, and the candidates they belong to.
package struct Selection: Sendable {
    package private(set) var scores: [Float]
    package private(set) var candidates: [UInt32]
    /// How many entries, from the first, the last selection filled.
    package internal(set) var count = 0

    /// Makes room for so many columns.
    package init(capacity: Int) {
        scores = [Float](repeating: 0, count: capacity)
        candidates = [UInt32](repeating: 0, count: capacity)
    }

    /// Finds the scores of a row that are strictly above a threshold, from left to right.
    ///
    /// - Parameters:
    ///   - tile: Scores, with consecutive candidates as columns.
    ///   - row: The row of `tile`.
    ///   - columns: Which of them to look at, at most as many as the capacity.
    ///   - threshold: A score that only equals it is not taken.
    ///   - first: The candidate that the tile's column 0 stands for.
    package mutating func select(
        from tile: Matrix,
        row: Int,
        columns: Range<Int>,
        above threshold: Float,
        first: Int
    ) {
        precondition(columns.count <= scores.count, "more columns than the room made for them")
        precondition(columns.upperBound <= tile.columnCount, "columns that the tile has not")
        count = scores.withUnsafeMutableBufferPointer { scores in
            candidates.withUnsafeMutableBufferPointer { candidates in
                guard let scoreBase = scores.baseAddress, let base = candidates.baseAddress else {
                    return 0
                }
                return tile.withRows { rows in
                    ck_select_above(
                        rows[row] + columns.lowerBound,
                        columns.count,
                        threshold,
                        UInt32(first + columns.lowerBound),
                        scoreBase,
                        base
                    )
                }
            }
        }
    }
}

extension Matrix {
    /// How many scores of a row are strictly above a threshold; NaN is above nothing.
    ///
    /// - Parameters:
    ///   - threshold: What they are compared with.
    ///   - row: The row.
    ///   - most: Where so many are found, the rest of the row need not be read.
    /// - Returns: At most `most`.
    package func countAbove(_ threshold: Float, row: Int, atMost most: Int = .max) -> Int {
        withRows { rows in
            var count = 0
            for start in stride(from: 0, to: columnCount, by: Self.comparedAtOnce)
            where count < most {
                let width = min(Self.comparedAtOnce, columnCount - start)
                count += ck_count_above(rows[row] + start, width, threshold)
            }
            return min(count, most)
        }
    }

    private static var comparedAtOnce: Int { 1024 }
}
