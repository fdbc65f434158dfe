import Fixtures
import Ratings
import Testing

@Suite("Natural order of ids")
struct NaturalOrderTests {
    /// Ascending.
    private let ordered = [
        "0", "00", "1", "01", "7", "007", "8", "10", "99", "100", "18446744073709551616",
        "99999999999999999999999999999999", "", " 1", "+1", "-1", "1.0", "1a", "ABC-9", "a", "aa",
        "abc", "b", "é", "日", "１",
    ]

    @Test("numbers stand by value, then all other ids by their bytes")
    func documentedOrder() {
        var generator = SplitMix64(seed: 1)
        #expect(
            ["abc", "10", "8", "ABC-9", "7", "007"].sorted(by: naturallyPrecedes)
                == ["7", "007", "8", "10", "ABC-9", "abc"]
        )
        for _ in 0..<20 {
            let shuffled = ordered.shuffled(using: &generator)
            #expect(shuffled.sorted(by: naturallyPrecedes) == ordered)
        }
    }

    @Test("of two different ids exactly one precedes the other")
    func trichotomy() {
        for (place, left) in ordered.enumerated() {
            for (otherPlace, right) in ordered.enumerated() {
                #expect(naturallyPrecedes(left, right) == (place < otherPlace), "\(left), \(right)")
            }
        }
    }

    @Test("the order of random ids is total and transitive", arguments: 0..<20 as Range<UInt64>)
    func totalOrder(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let alphabet = Array("0019aB-é")
        let ids = (0..<30).map { _ in
            String(
                (0..<Int.random(in: 0...4, using: &generator)).compactMap { _ in
                    alphabet.randomElement(using: &generator)
                }
            )
        }
        for a in ids {
            for b in ids {
                let isBefore = naturallyPrecedes(a, b)
                let isAfter = naturallyPrecedes(b, a)
                #expect((isBefore ? 1 : 0) + (isAfter ? 1 : 0) + (a == b ? 1 : 0) == 1)
                guard isBefore else { continue }
                #expect(ids.allSatisfy { !naturallyPrecedes(b, $0) || naturallyPrecedes(a, $0) })
            }
        }
    }
}
