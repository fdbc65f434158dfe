import LinearAlgebra
import Ratings

/// The k best of many scores that arrive from left to right: higher score first, then lower row.
///
/// Candidates that cannot enter any more fail one comparison in vector code. Those that pass wait in
/// a buffer; when it is full, it is sorted, cut to k, and the threshold rises.
package struct TopK {
    private static let slack = 512

    private let k: Int
    /// Score and candidate in one number each, best first when ascending.
    private var keys: [UInt64] = []
    private var threshold = -Float.infinity

    package init(_ k: Int) {
        self.k = k
        keys.reserveCapacity(k + 2 * Self.slack)
    }

    /// Considers one row of a tile of scores; a score of -∞ or NaN is never taken.
    ///
    /// - Parameters:
    ///   - tile: Scores, with consecutive candidates as columns.
    ///   - row: The row of `tile`.
    ///   - first: The candidate that column 0 stands for; larger than all before.
    ///   - room: Shared by all rows of a tile.
    mutating func consider(_ tile: Matrix, row: Int, first: Int, using room: inout Selection) {
        guard k > 0 else { return }
        room.select(from: tile, row: row, above: threshold, first: first)
        for place in 0..<room.count { consider(room.candidates[place], score: room.scores[place]) }
    }

    /// Considers one candidate, larger than all before; a score of -∞ or NaN is never taken.
    package mutating func consider(_ candidate: UInt32, score: Float) {
        guard score > threshold else { return }
        keys.append(Self.key(score, candidate))
        if keys.count >= k + Self.slack { shrink() }
    }

    /// The best so far, in order; the numbers of the candidates.
    package mutating func finish() -> [(candidate: Int, score: Float)] {
        shrink()
        return keys.map { key in
            (Int(UInt32(truncatingIfNeeded: key)), Self.score(of: key))
        }
    }

    private mutating func shrink() {
        keys.sort()
        if keys.count > k { keys.removeLast(keys.count - k) }
        if keys.count == k, let worst = keys.last { threshold = Self.score(of: worst) }
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
