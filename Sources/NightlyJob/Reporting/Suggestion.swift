/// The candidates closest to a misspelt word, best first: by edit distance, then in their own order.
///
/// - Parameters:
///   - word: What somebody typed.
///   - candidates: What it might have meant.
///   - most: How many to return at most.
/// - Returns: Only candidates that differ in at most half of the letters; maybe none.
package func suggestions(
    for word: String,
    among candidates: some Sequence<String>,
    most: Int = 3
) -> [String] {
    let letters = Array(word.lowercased().unicodeScalars)
    let rated = candidates.enumerated().compactMap { place, candidate -> (Int, Int, String)? in
        let others = Array(candidate.lowercased().unicodeScalars)
        guard abs(others.count - letters.count) <= max(letters.count, others.count) / 2 else {
            return nil
        }
        let distance = editDistance(letters, others)
        return 2 * distance <= max(letters.count, others.count)
            ? (distance, place, candidate) : nil
    }
    return rated.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.prefix(most).map(\.2)
}

/// The least number of insertions, deletions and replacements (Levenshtein 1966).
private func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    var previous = Array(0...right.count)
    for (row, letter) in left.enumerated() {
        var current = [row + 1]
        for (column, other) in right.enumerated() {
            let replaced = previous[column] + (letter == other ? 0 : 1)
            current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
        }
        previous = current
    }
    return previous[right.count]
}
