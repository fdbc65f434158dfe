import Foundation
import Ratings
import Testing

@testable import Evaluation

@Suite("how alike two lists are")
struct ListOverlapTests {
    @Test("overlap by hand: two of the first three in common, in any order")
    func overlap() {
        #expect(isClose(ListOverlap.overlap(at: 3, [1, 2, 3, 4], [3, 1, 5, 4]), 2.0 / 3))
        #expect(ListOverlap.overlap(at: 10, [1, 2, 3, 4], [4, 3, 2, 1]) == 1)
        #expect(ListOverlap.overlap(at: 2, [1, 2, 3], [3, 4, 1]) == 0)
    }

    @Test("a list that has become shorter is less alike; two empty lists are alike")
    func shortLists() {
        #expect(ListOverlap.overlap(at: 10, [1, 2, 3, 4], [1, 2]) == 0.5)
        #expect(ListOverlap.overlap(at: 10, [1, 2, 3, 4], []) == 0)
        #expect(ListOverlap.overlap(at: 10, [Int](), []) == 1)
        #expect(ListOverlap.rankBiased([1, 2, 3, 4], []) == 0)
        #expect(ListOverlap.rankBiased([Int](), []) == 1)
    }

    @Test("rank-biased overlap by hand, lists of one length")
    func byHand() {
        // Common at depths 1, 2, 3: 0, 2, 2. 0.1/0.9 · (0 + 2/2 · 0.81 + 2/3 · 0.729) = 0.144, and
        // beyond the end 2/3 · 0.729 = 0.486.
        #expect(isClose(ListOverlap.rankBiased(persistence: 0.9, [1, 2, 3], [2, 1, 4]), 0.63))
    }

    @Test("rank-biased overlap by hand, lists of different lengths")
    func uneven() {
        // Common at depths 1, 2: 0, 1. 0.5/0.5 · (0 + 1/2 · 0.25) = 0.125, and beyond the end
        // (1 - 0)/2 · 0.25 = 0.125.
        #expect(isClose(ListOverlap.rankBiased(persistence: 0.5, [1], [2, 1]), 0.25))
        // Common at depths 1, 2, 3: 1, 1, 2; the shorter agrees by 1/2 to its end.
        // (0.5 + 1/2 · 0.25 + (2 + 1/2)/3 · 0.125) + ((2 - 1)/3 + 1/2) · 0.125 = 0.833333.
        #expect(isClose(ListOverlap.rankBiased(persistence: 0.5, [1, 2], [1, 3, 2]), 0.833333))
    }

    @Test("equal lists and the head of a list are wholly alike, lists without a common movie not")
    func bounds() {
        let list = Array(0..<100)
        #expect(isClose(ListOverlap.rankBiased(list, list), 1))
        #expect(isClose(ListOverlap.rankBiased(list, Array(0..<7)), 1))
        #expect(ListOverlap.rankBiased(list, Array(200..<250)) == 0)
    }

    @Test("a change near the top counts more")
    func topHeavy() {
        let list = Array(0..<20)
        let (atTop, atEnd) = ([99] + Array(1..<20), Array(0..<19) + [99])
        #expect(
            ListOverlap.overlap(at: 20, list, atTop) == ListOverlap.overlap(at: 20, list, atEnd)
        )
        #expect(ListOverlap.rankBiased(list, atTop) < ListOverlap.rankBiased(list, atEnd))
    }

    @Test(
        "it is the infinite sum that defines it, and symmetric",
        arguments: 1...20 as ClosedRange<UInt64>
    )
    func oracle(seed: UInt64) {
        var generator = SeededGenerator(seed: seed, stage: "overlap")
        let first = Array((0..<40).shuffled(using: &generator).prefix(Int(seed)))
        let second = Array((0..<40).shuffled(using: &generator).prefix(25))
        for p in [0.5, 0.9, 0.98] {
            let fast = ListOverlap.rankBiased(persistence: p, first, second)
            #expect(isClose(fast, infiniteSum(p, first, second)))
            #expect(isClose(fast, ListOverlap.rankBiased(persistence: p, second, first)))
        }
    }

    /// Σ (1 - p) p^(d - 1) · agreement at depth d, as far as Double can tell.
    private func infiniteSum(_ p: Double, _ first: [Int], _ second: [Int]) -> Double {
        func common(_ depth: Int) -> Double {
            Double(Set(first.prefix(depth)).intersection(second.prefix(depth)).count)
        }
        let (shorter, longer) = (
            min(first.count, second.count), max(first.count, second.count)
        )
        let rate = common(shorter) / Double(shorter)
        return (1...3000).reduce(0) { sum, depth in
            let agreement =
                if depth <= shorter {
                    common(depth) / Double(depth)
                } else if depth <= longer {
                    (common(depth) + rate * Double(depth - shorter)) / Double(depth)
                } else {
                    (common(longer) - common(shorter)) / Double(longer) + rate
                }
            return sum + (1 - p) * pow(p, Double(depth - 1)) * agreement
        }
    }
}
