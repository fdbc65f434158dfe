import CKernels

/// Room for the scores of one row that passed a threshold, and the candidates they belong to.
package struct Selection: Sendable {
    package private(set) var scores: [Float]
    package private(set) var candidates: [UInt32]
    /// How many entries, from the first, the last selection filled.
    package internal(set) var count = 0

    /// Makes room for the columns of one tile.
    package init(capacity: Int) {
        scores = [Float](repeating: 0, count: capacity)
        candidates = [UInt32](repeating: 0, count: capacity)
    }

    /// Finds the scores of a row that are strictly above a threshold, from left to right.
    ///
    /// - Parameters:
    ///   - tile: Scores, with consecutive candidates as columns, at most as many as the capacity.
    ///   - row: The row of `tile`.
    ///   - threshold: A score that only equals it is not taken.
    ///   - first: The candidate that the tile's column 0 stands for.
    package mutating func select(
        from tile: Matrix,
        row: Int,
        above threshold: Float,
        first: Int
    ) {
        precondition(tile.columnCount <= scores.count, "a tile wider than the room made for it")
        count = scores.withUnsafeMutableBufferPointer { scores in
            candidates.withUnsafeMutableBufferPointer { candidates in
                guard let scoreBase = scores.baseAddress, let base = candidates.baseAddress else {
                    return 0
                }
                return tile.withRows { rows in
                    ck_select_above(
                        rows[row],
                        tile.columnCount,
                        threshold,
                        UInt32(first),
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
    package func countAbove(_ threshold: Float, row: Int) -> Int {
        withRows { rows in ck_count_above(rows[row], columnCount, threshold) }
    }
}
