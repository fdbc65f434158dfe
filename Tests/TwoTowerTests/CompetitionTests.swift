import Foundation
import Ratings
import Testing

@testable import TwoTower

@Suite("who competes")
struct CompetitionTests {
    @Test("all rated candidates, those without a rating never")
    func everybody() {
        let competition = Competition(of: [3, 0, 1], .tiny(popularityExponent: 1))
        var generator = SeededGenerator(seed: 1, stage: "negatives")
        let negatives = competition.negatives(using: &generator)
        #expect(negatives.rows == nil)
        // ln(3 + 1), never, ln(1 + 1).
        #expect(negatives.bias == [log(4), -.infinity, log(2)])
        #expect(negatives.places(of: [2, 0]) == [2, 0])
    }

    @Test("a query of few ratings forgoes more of its candidates' popularity bias")
    func relief() {
        let settings = TrainingSettings.tiny(popularityExponent: 1)
        let competition = Competition(of: [30, 0, 10, 90], settings, fewRatings: 30)
        let relief = competition.relief(of: [3, 0, 2], from: [2, 1])
        // 1 / (1 + 3²), 1 / (1 + 1), 1 / (1 + 1/3²).
        let shares: [Float] = [0.1, 0.5, 0.9]
        for (share, expected) in zip(relief?.shares ?? [], shares) {
            #expect(abs(share - expected) < 1e-6)
        }
        #expect(relief?.shares.count == 3)
        #expect(relief?.popularityBiases == [log(11), 0])
        // What is left of sums of 10, 20 and 30: 9 + 10 + 3.
        #expect(abs(competition.bias(ofPositives: [10, 20, 30], of: [3, 0, 2]) - 22) < 1e-5)
        #expect(Competition(of: [30, 0], settings).relief(of: [0], from: nil) == nil)
    }

    @Test("chances follow the weights, stop at 1, and add up to the number drawn")
    func chances() {
        #expect(Competition.chances([1, 1, 2, 4], count: 2) == [0.25, 0.25, 0.5, 1])
        // 100 and then 10 are certain; two of the four others are left to draw.
        #expect(
            Competition.chances([100, 1, 1, 10, 1, 0, 1], count: 4) == [
                1, 0.5, 0.5, 1, 0.5, 0, 0.5,
            ]
        )
        #expect(Competition.chances([5, 0, 5], count: 2) == [1, 0, 1])
    }

    @Test("every candidate is drawn as often as its chance says, in a sample of fixed size")
    func sample() {
        let chances: [Float] = [0.25, 1, 0.5, 0, 0.75, 0.5]
        let competition = Competition(bias: [Float](repeating: 0.5, count: 6), chances: chances)
        var generator = SeededGenerator(seed: 2, stage: "negatives")
        var counts = [Float](repeating: 0, count: 6)
        for _ in 0..<4_000 {
            let negatives = competition.negatives(using: &generator)
            let rows = negatives.rows ?? []
            #expect(rows.count == 3 && rows == rows.sorted())
            #expect(negatives.bias == rows.map { 0.5 - log(chances[$0]) })
            for row in rows { counts[row] += 1 / 4_000 }
        }
        for (count, chance) in zip(counts, chances) { #expect(abs(count - chance) < 0.03) }
    }

    @Test("a sample estimates the denominator of all without a bias")
    func estimate() {
        let counts = (0..<200).map { 1 + $0 * $0 % 91 }
        var settings = TrainingSettings.tiny(popularityExponent: 0.7)
        let scores = counts.indices.map { Double($0 % 17) / 10 }
        func sum(_ negatives: Negatives) -> Double {
            zip(negatives.rows ?? Array(counts.indices), negatives.bias).reduce(0) {
                $0 + exp(scores[$1.0] + Double($1.1))
            }
        }
        var generator = SeededGenerator(seed: 3, stage: "negatives")
        let truth = sum(Competition(of: counts, settings).negatives(using: &generator))
        settings.denominator = .sampled
        settings.mostNegatives = 40
        let sampled = Competition(of: counts, settings)
        let estimates = (0..<2_000).map { _ in sum(sampled.negatives(using: &generator)) }
        #expect(estimates.contains { abs($0 / truth - 1) > 0.01 })
        #expect(abs(estimates.reduce(0, +) / 2_000 / truth - 1) < 0.01)
    }

    @Test("a sample of as many as there are is everybody")
    func wholeSample() {
        var settings = TrainingSettings.tiny()
        settings.denominator = .sampled
        settings.mostNegatives = 3
        #expect(Competition(of: [1, 2, 0, 3], settings).chances == nil)
        #expect(Competition(of: [1, 2, 1, 3], settings).chances != nil)
    }

    @Test("up to a limit all candidates compete; few or all by name are everybody")
    func negativeCount() {
        func count(_ denominator: Denominator, _ candidates: Int) -> Int? {
            TrainingSettings(
                dimension: 1,
                epochs: 1,
                denominator: denominator,
                learningRate: 1
            ).negativeCount(of: candidates)
        }
        #expect([3, 5_000, 60_000].map { count(.sampled, $0) } == [nil, 4_096, 4_096])
        #expect([3, 5_000, 60_000].map { count(.automatic, $0) } == [nil, nil, 4_096])
        #expect([3, 5_000, 60_000].map { count(.full, $0) } == [nil, nil, nil])
    }

    @Test("places among drawn negatives, -1 for the others")
    func places() {
        let negatives = Negatives(rows: [2, 5, 9], bias: [0, 0, 0])
        #expect(negatives.places(of: [9, 3, 2, 5, 10, 0]) == [2, -1, 0, 1, -1, -1])
    }
}
