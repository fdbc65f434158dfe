import LinearAlgebra
import Ratings

/// The k best of many scores that arrive from left to right: higher score first, then lower row.
///
/// Candidates that cannot enter any more fail one comparison in vector code. Those that pass take the
/// place of the worst of the k, in a heap.
package struct TopK {
    /// How many columns of a tile are compared with the threshold at once, at most.
    package static let selectedAtOnce = 512

    private let k: Int
    /// Score and candidate in one number each, best first when ascending; once there are k, a heap
    /// with the worst at its root.
    private var keys: [UInt64] = []
    /// A score has to be above it to be taken.
    package private(set) var threshold = -Float.infinity

    package init(_ k: Int) {
        self.k = k
        keys.reserveCapacity(k)
    }

    /// Considers one row of a tile of scores; a score of -∞ or NaN is never taken.
    ///
    /// - Parameters:
    ///   - tile: Scores, with consecutive candidates as columns.
    ///   - row: The row of `tile`.
    ///   - first: The candidate that column 0 stands for; larger than all before.
    ///   - room: For `selectedAtOnce` columns; shared by all rows of a tile.
    package mutating func consider(
        _ tile: Matrix,
        row: Int,
        first: Int,
        using room: inout Selection
    ) {
        guard k > 0 else { return }
        // Some columns at a time: those before raise the threshold for those behind.
        for start in stride(from: 0, to: tile.columnCount, by: Self.selectedAtOnce) {
            let columns = start..<min(start + Self.selectedAtOnce, tile.columnCount)
            room.select(from: tile, row: row, columns: columns, above: threshold, first: first)
            for place in 0..<room.count {
                consider(room.candidates[place], score: room.scores[place])
            }
        }
    }

    /// Considers one candidate, larger than all before; a score of -∞ or NaN is never taken.
    package mutating func consider(_ candidate: UInt32, score: Float) {
        guard score > threshold, k > 0 else { return }
        let key = Self.key(score, candidate)
        if keys.count < k {
            keys.append(key)
            guard keys.count == k else { return }
            // In falling order, no parent is smaller than its children.
            keys.sort(by: >)
        } else {
            replaceWorst(with: key)
        }
        threshold = Self.score(of: keys[0])
    }

    /// The best so far, in order; the numbers of the candidates.
    package mutating func finish() -> [(candidate: Int, score: Float)] {
        keys.sort()
        return keys.map { key in
            (Int(UInt32(truncatingIfNeeded: key)), Self.score(of: key))
        }
    }

    private mutating func replaceWorst(with key: UInt64) {
        keys.withUnsafeMutableBufferPointer { heap in
            var place = 0
            while 2 * place + 1 < heap.count {
                var child = 2 * place + 1
                if child + 1 < heap.count, heap[child + 1] > heap[child] { child += 1 }
                guard heap[child] > key else { break }
                heap[place] = heap[child]
                place = child
            }
            heap[place] = key
        }
    }

    /// Ascending keys are descending scores, and ascending candidates where scores are equal.
    private static func key(_ score: Float, _ candidate: UInt32) -> UInt64 {
        let bits = (score == 0 ? 0 : score).bitPattern
        let ascending = bits >> 31 == 1 ? ~bits : bits | 0x8000_0000
        return UInt64(~ascending) << 32 | UInt64(candidate)
    }

    private static func score(of key: UInt64) -> Float {
        let ascending = ~UInt32(truncatingIfNeeded: key >> 32)
        let bits = ascending >> 31 == 1 ? ascending & 0x7FFF_FFFF : ~ascending
        return Float(bitPattern: bits)
    }
}
