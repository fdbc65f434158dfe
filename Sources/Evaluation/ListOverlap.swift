import Foundation

/// How alike two lists of one query are, such as last night's and tonight's.
///
/// Lists are best first and repeat nothing. Two empty lists are alike: 1 by both measures.
package enum ListOverlap {
    /// The share of the first `k` places whose candidates both lists hold there, in any order.
    ///
    /// - Returns: Common candidates ÷ the longer of the two heads, in 0…1; a list that has become
    ///   shorter than `k` is no longer wholly alike.
    package static func overlap<Candidate: Hashable>(
        at k: Int,
        _ first: some Collection<Candidate>,
        _ second: some Collection<Candidate>
    ) -> Double {
        let (first, second) = (Set(first.prefix(k)), Set(second.prefix(k)))
        let longer = max(first.count, second.count)
        return longer == 0 ? 1 : Double(first.intersection(second).count) / Double(longer)
    }

    /// The probability that whoever has read one rank goes on to the next.
    ///
    /// With 0.9 the first ten ranks have 86 % of the weight.
    package static let persistence = 0.9

    /// Rank-biased overlap, extrapolated beyond the end of the lists (Webber, Moffat & Zobel 2010,
    /// equation 32, RBO_EXT for lists of any two lengths).
    ///
    /// - Parameters:
    ///   - p: Above 0 and below 1; the smaller, the more the first ranks count.
    ///   - first: A list.
    ///   - second: Another.
    /// - Returns: 0 for lists without a common candidate, 1 for equal ones and for the head of a list
    ///   and the whole.
    /// - Complexity: O(length of the longer list).
    package static func rankBiased<Candidate: Hashable>(
        persistence p: Double = persistence,
        _ first: some Collection<Candidate>,
        _ second: some Collection<Candidate>
    ) -> Double {
        precondition(p > 0 && p < 1, "a persistence of \(p)")
        let common = commonCounts(Array(first), Array(second))
        guard let last = common.last else { return 1 }
        let shorter = min(first.count, second.count)
        guard shorter > 0 else { return 0 }
        // How much the shorter list agrees to its end, and is taken to agree beyond.
        let agreement = Double(common[shorter - 1]) / Double(shorter)
        var sum = 0.0
        for depth in 1...common.count {
            let unseen = Double(max(0, depth - shorter)) * agreement
            sum += (Double(common[depth - 1]) + unseen) / Double(depth) * pow(p, Double(depth))
        }
        let beyond = Double(last - common[shorter - 1]) / Double(common.count) + agreement
        return min(1, (1 - p) / p * sum + beyond * pow(p, Double(common.count)))
    }

    /// For each depth from 1 to the longer length, how many candidates both heads hold.
    private static func commonCounts<Candidate: Hashable>(
        _ first: [Candidate],
        _ second: [Candidate]
    ) -> [Int] {
        var alone: Set<Candidate> = []
        var common = 0
        return (0..<max(first.count, second.count)).map { place in
            for list in [first, second] where place < list.count {
                if alone.remove(list[place]) != nil {
                    common += 1
                } else {
                    alone.insert(list[place])
                }
            }
            return common
        }
    }
}
