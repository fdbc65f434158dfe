import Foundation

/// Named numbers, such as `recall@20`; encoded as one JSON object with sorted keys.
package struct Metrics: Codable, Equatable, Sendable {
    private var values: [String: Double] = [:]

    package init(_ values: [String: Double] = [:]) { self.values = values }

    /// A number, or `nil` if it was not measured.
    package subscript(name: String) -> Double? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// All names, sorted.
    package var names: [String] { values.keys.sorted() }

    /// These numbers and those of `others`, whose names differ.
    package func merging(_ others: Metrics) -> Metrics {
        Metrics(values.merging(others.values) { $1 })
    }

    /// The numbers whose name is wanted.
    package func filter(_ isWanted: (String) -> Bool) -> Metrics {
        Metrics(values.filter { isWanted($0.key) })
    }

    package init(from decoder: any Decoder) throws {
        values = try [String: Double](from: decoder)
    }

    package func encode(to encoder: any Encoder) throws { try values.encode(to: encoder) }
}

/// How good one list is, with binary relevance.
///
/// The list may be shorter than k; then the missing places count as misses.
package struct ListQuality: Equatable, Sendable {
    /// Hits in the first k ÷ relevant.
    package let recall: Double
    /// Σ 1/log2(rank + 1) over hits ÷ the same sum for min(k, relevant) hits at the top.
    package let ndcg: Double
    /// 1 if there is any hit.
    package let hitRate: Double
    /// 1 ÷ the rank of the first hit, or 0.
    package let reciprocalRank: Double

    /// Judges a list.
    ///
    /// - Parameters:
    ///   - list: Best first, without repetition.
    ///   - k: Only the first k places count.
    ///   - relevantCount: How many relevant candidates exist, > 0.
    ///   - isRelevant: Tells them.
    package init<Candidate>(
        of list: some Collection<Candidate>,
        at k: Int,
        relevantCount: Int,
        isRelevant: (Candidate) -> Bool
    ) {
        precondition(relevantCount > 0, "a query without anything relevant cannot be judged")
        var hits = 0
        var gain = 0.0
        var firstHit: Int?
        for (place, candidate) in list.prefix(k).enumerated() where isRelevant(candidate) {
            hits += 1
            gain += Self.discount(atRank: place + 1)
            firstHit = firstHit ?? place + 1
        }
        let ideal = (1...min(k, relevantCount)).reduce(0) { $0 + Self.discount(atRank: $1) }
        recall = Double(hits) / Double(relevantCount)
        ndcg = gain / ideal
        hitRate = hits > 0 ? 1 : 0
        reciprocalRank = firstHit.map { 1 / Double($0) } ?? 0
    }

    /// How much a hit at a rank, from 1, is worth (Järvelin & Kekäläinen 2002).
    package static func discount(atRank rank: Int) -> Double { 1 / log2(Double(rank) + 1) }
}

extension Collection<Double> {
    /// The arithmetic mean, or 0 of nothing.
    package var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
