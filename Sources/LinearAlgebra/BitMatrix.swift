import CKernels

/// A matrix of bits, stored row by row: shape `[rowCount, columnCount]`.
package struct BitMatrix: Sendable {
    private let wordsPerRow: Int
    private var words: [UInt64]

    /// A matrix of zeros.
    package init(rowCount: Int, columnCount: Int) {
        wordsPerRow = (columnCount + 63) / 64
        words = [UInt64](repeating: 0, count: rowCount * wordsPerRow)
    }

    /// One bit, to read or to replace.
    package subscript(row: Int, column: Int) -> Bool {
        get { words[row * wordsPerRow + column / 64] >> UInt64(column % 64) & 1 == 1 }
        set {
            let bit: UInt64 = 1 << UInt64(column % 64)
            let word = row * wordsPerRow + column / 64
            if newValue { words[word] |= bit } else { words[word] &= ~bit }
        }
    }

    /// How many columns are set in both of two rows.
    package func commonCount(_ row: Int, _ other: Int) -> Int {
        words.withUnsafeBufferPointer { words in
            guard let base = words.baseAddress else { return 0 }
            return ck_count_common_bits(
                base + row * wordsPerRow,
                base + other * wordsPerRow,
                wordsPerRow
            )
        }
    }

    /// How many of some columns, each below `columnCount`, are set in a row.
    package func count(ofRow row: Int, among columns: [Int32]) -> Int {
        words.withUnsafeBufferPointer { words in
            guard let base = words.baseAddress else { return 0 }
            return ck_count_set_bits(base + row * wordsPerRow, columns, columns.count)
        }
    }
}
