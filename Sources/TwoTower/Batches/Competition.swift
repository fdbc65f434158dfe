import Foundation
import Ratings

/// Which candidates compete with the positives of a step, and with what popularity bias.
///
/// All of them, or a sample: the softmax's denominator Σ exp(score + bias) is then estimated by the
/// sampled candidates, each divided by its chance π of being drawn. That is the logQ correction
/// (Bengio & Senécal 2008), with negatives shared by all queries of a step.
struct Competition: Sendable {
    /// What is added to the scaled score of each candidate: α · ln(n + damping), and -∞ for those
    /// without a rating, who compete with nobody.
    let bias: [Float]
    /// The chance of each candidate to be drawn; `nil` where all compete.
    let chances: [Float]?
    /// The share of the popularity bias that each query forgoes, 0 to 1; `nil` for none.
    let reliefs: [Float]?

    /// How often a candidate of so many ratings is drawn, beside others: popular ones more often.
    static func drawWeight(ratings count: Int) -> Float { Float(count).squareRoot() }

    /// Candidates with these biases and chances, queries with these reliefs.
    init(bias: [Float], chances: [Float]?, reliefs: [Float]? = nil) {
        self.bias = bias
        self.chances = chances
        self.reliefs = reliefs
    }

    /// - Parameters:
    ///   - counts: How many ratings each candidate has.
    ///   - settings: The popularity exponent, and whether and how many are drawn.
    ///   - fewRatings: How many ratings a query has that forgoes half of its popularity bias, where queries
    ///     are the same movies as the candidates; `nil` where no query does.
    init(of counts: [Int], _ settings: TrainingSettings, fewRatings: Float? = nil) {
        // Of few raters' pairs, what is rare is mostly chance: popularity stays in the scores.
        reliefs = fewRatings.map { few in
            counts.map { few * few / max(1, few * few + Float($0 * $0)) }
        }
        bias = counts.map { count in
            guard count > 0 else { return -.infinity }
            return settings.popularityExponent * log(Float(count) + settings.popularityDamping)
        }
        chances = settings.negativeCount(of: counts.count { $0 > 0 }).map { count in
            Self.chances(counts.map(Self.drawWeight), count: count)
        }
    }

    /// Chances in proportion to weights, at most 1, that add up to `count`.
    ///
    /// - Parameters:
    ///   - weights: At least `count` of them are above 0.
    ///   - count: How many are drawn.
    /// - Returns: A chance for each weight, 0 for a weight of 0.
    static func chances(_ weights: [Float], count: Int) -> [Float] {
        // What is certain leaves room for the others to grow, until nobody new becomes certain.
        var scale = Double(count) / weights.reduce(0) { $0 + Double($1) }
        var certainCount = -1
        while true {
            let isCertain = weights.map { Double($0) * scale >= 1 }
            let newCount = isCertain.count { $0 }
            guard newCount > certainCount else { break }
            certainCount = newCount
            let rest = zip(weights, isCertain).reduce(0) { $1.1 ? $0 : $0 + Double($1.0) }
            guard rest > 0 else { break }
            scale = Double(count - certainCount) / rest
        }
        return weights.map { Float(min(1, Double($0) * scale)) }
    }

    /// Who competes in the next step.
    ///
    /// A sample is systematic (Madow 1949): one random number, every candidate with exactly its
    /// chance, and always as many.
    func negatives(using generator: inout SeededGenerator) -> Negatives {
        guard let chances else { return Negatives(rows: nil, bias: bias) }
        var rows: [Int] = []
        var drawnBias: [Float] = []
        var weights: [Float] = []
        var reached = Double(generator.uniform())
        for (row, chance) in chances.enumerated() where chance > 0 {
            reached += Double(chance)
            guard reached >= 1 else { continue }
            reached -= 1
            rows.append(row)
            drawnBias.append(bias[row] - log(chance))
            weights.append(1 / chance)
        }
        return Negatives(rows: rows, bias: drawnBias, weights: weights)
    }
}

extension Competition {
    /// What some queries forgo.
    ///
    /// - Parameters:
    ///   - queries: Rows.
    ///   - negatives: Rows of candidates; `nil` for all.
    /// - Returns: `nil` if no query forgoes anything.
    func relief(of queries: [Int], from negatives: [Int]?) -> Relief? {
        reliefs.map { reliefs in
            Relief(
                shares: queries.map { reliefs[$0] },
                popularityBiases: (negatives.map { rows in rows.map { bias[$0] } } ?? bias)
                    .map { $0.isFinite ? $0 : 0 }
            )
        }
    }

    /// What the popularity biases of the positives of some queries add up to, after relief.
    ///
    /// - Parameters:
    ///   - sums: For each query, Σ over c of w(q, c) · bias(c).
    ///   - queries: Their rows.
    /// - Returns: Σ over the positives of w(q, c) · bias(q, c).
    func bias(ofPositives sums: [Float], of queries: [Int]) -> Double {
        zip(sums, queries).reduce(0) { total, entry in
            total + Double(entry.0) * Double(1 - (reliefs?[entry.1] ?? 0))
        }
    }
}

/// What the queries of a step forgo of their candidates' popularity bias.
struct Relief: Sendable {
    /// The share that each query forgoes, 0 to 1.
    let shares: [Float]
    /// The popularity bias of each negative: its bias without the correction for being drawn; 0 if infinite.
    let popularityBiases: [Float]
}
