import Foundation
import Ratings
import Testing

@testable import Evaluation

@Suite("the quality of one list")
struct ListQualityTests {
    @Test("by hand: hits at ranks 2 and 4 of three relevant")
    func byHand() {
        let quality = ListQuality(
            of: [5, 2, 9, 1, 7],
            at: 4,
            relevantCount: 3,
            isRelevant: [1, 2, 7].contains
        )
        // Found 2 of 3. Gain 1/log2(3) + 1/log2(5) = 0.630930 + 0.430677 = 1.061606; the ideal is
        // 1 + 0.630930 + 1/log2(4) = 2.130930; their ratio 0.498189.
        #expect(isClose(quality.recall, 2.0 / 3))
        #expect(isClose(quality.ndcg, 0.498189))
        #expect(quality.hitRate == 1)
        #expect(quality.reciprocalRank == 0.5)
    }

    @Test("a list without a hit is worth nothing, and so is an empty one")
    func nothing() {
        for list in [[3, 4], []] {
            let quality = ListQuality(of: list, at: 10, relevantCount: 1, isRelevant: [1].contains)
            #expect(quality.recall == 0 && quality.ndcg == 0)
            #expect(quality.hitRate == 0 && quality.reciprocalRank == 0)
        }
    }

    @Test("a short list of hits is punished by the ideal of k")
    func shortList() {
        // One hit where three could stand: 1 / (1 + 0.630930 + 0.5) = 0.469279.
        let quality = ListQuality(of: [1], at: 3, relevantCount: 5, isRelevant: { _ in true })
        #expect(isClose(quality.ndcg, 0.469279))
        #expect(isClose(quality.recall, 0.2))
    }

    @Test("the best list has NDCG 1 and the recall that k allows", arguments: [1, 2, 5, 9])
    func best(k: Int) {
        let quality = ListQuality(
            of: Array(0..<20),
            at: k,
            relevantCount: 5,
            isRelevant: (0..<5).contains
        )
        #expect(isClose(quality.ndcg, 1))
        #expect(isClose(quality.recall, Double(min(k, 5)) / 5))
    }

    @Test(
        "all numbers are those of another implementation",
        arguments: 1...20 as ClosedRange<UInt64>
    )
    func oracle(seed: UInt64) {
        var generator = SeededGenerator(seed: seed, stage: "quality")
        let list = Array((0..<30).shuffled(using: &generator).prefix(Int(seed)))
        let relevant = Set((0..<30).shuffled(using: &generator).prefix(7))
        for k in [1, 3, 10, 40] {
            let quality = ListQuality(
                of: list,
                at: k,
                relevantCount: 7,
                isRelevant: relevant.contains
            )
            let ranks = list.indices.filter { $0 < k && relevant.contains(list[$0]) }.map { $0 + 1 }
            let gain = ranks.map { log(2) / log(Double($0 + 1)) }.reduce(0, +)
            let ideal = stride(from: 1, through: min(7, k), by: 1)
                .map { log(2) / log(Double($0 + 1)) }.reduce(0, +)
            #expect(isClose(quality.recall, Double(ranks.count) / 7))
            #expect(isClose(quality.ndcg, gain / ideal))
            #expect(quality.hitRate == (ranks.isEmpty ? 0 : 1))
            #expect(isClose(quality.reciprocalRank, ranks.first.map { 1 / Double($0) } ?? 0))
        }
    }

    @Test(
        "recall never falls with k, and NDCG stays in 0...1",
        arguments: 1...20 as ClosedRange<UInt64>
    )
    func properties(seed: UInt64) {
        var generator = SeededGenerator(seed: seed, stage: "quality")
        let list = (0..<30).shuffled(using: &generator)
        let relevant = Set((0..<30).shuffled(using: &generator).prefix(1 + Int(seed) % 9))
        let qualities = (1...30).map { k in
            ListQuality(
                of: list,
                at: k,
                relevantCount: relevant.count,
                isRelevant: relevant.contains
            )
        }
        for (shorter, longer) in zip(qualities, qualities.dropFirst()) {
            #expect(shorter.recall <= longer.recall)
            #expect(shorter.hitRate <= longer.hitRate)
        }
        #expect(qualities.allSatisfy { (0...1 + 1e-12).contains($0.ndcg) })
        #expect(isClose(qualities.last?.recall, 1))
    }
}

@Suite("named numbers")
struct MetricsTests {
    @Test("they are one JSON object, sorted by name, and come back as they were")
    func json() throws {
        let metrics = Metrics(["recall@20": 0.25, "ndcg@20": 0.5])
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let json = try encoder.encode(metrics)
        #expect(String(decoding: json, as: UTF8.self) == #"{"ndcg@20":0.5,"recall@20":0.25}"#)
        #expect(try JSONDecoder().decode(Metrics.self, from: json) == metrics)
    }

    @Test("merging keeps both sides; what was not measured is nil")
    func merging() {
        let both = Metrics(["a": 1]).merging(Metrics(["b": 2]))
        #expect(both.names == ["a", "b"])
        #expect(both["a"] == 1 && both["b"] == 2 && both["c"] == nil)
    }

    @Test("the mean of nothing is 0")
    func meanOfNothing() {
        #expect([Double]().mean == 0)
        #expect([1, 2, 6].mean == 3)
    }
}
