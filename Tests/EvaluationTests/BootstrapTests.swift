import Ratings
import Testing

@testable import Evaluation

@Suite("the paired bootstrap")
struct BootstrapTests {
    @Test("a difference that all users share is certain")
    func certain() {
        let interval = interval(of: [2, 3, 4], above: [1.5, 2.5, 3.5])
        #expect(interval == (0.5, 0.5, 0.5))
    }

    @Test("of noise, the interval is the mean ± 1.96 standard errors")
    func noise() {
        // 400 differences of 0.3 ± 1: a standard error of 1 / √400 = 0.05, so 0.3 ± 0.098.
        let values = (0..<400).map { $0 % 2 == 0 ? 1.3 : -0.7 }
        let interval = interval(of: values, above: [Double](repeating: 0, count: 400))
        #expect(isClose(interval.mean, 0.3))
        #expect(isClose(interval.low, 0.202, within: 0.02))
        #expect(isClose(interval.high, 0.398, within: 0.02))
    }

    @Test("the same seed gives the same interval, another one a different interval")
    func seeds() {
        let values = (0..<50).map { Double($0 * $0 % 17) }
        let baseline = values.map { 17 - $0 }
        let first = interval(of: values, above: baseline)
        #expect(first == interval(of: values, above: baseline))
        #expect(first != interval(of: values, above: baseline, seed: 2))
    }

    @Test("of nobody, all is 0")
    func nobody() {
        #expect(interval(of: [], above: []) == (0, 0, 0))
    }

    private func interval(
        of values: [Double],
        above baseline: [Double],
        seed: UInt64 = 1
    ) -> (mean: Double, low: Double, high: Double) {
        var generator = SeededGenerator(seed: seed, stage: "bootstrap")
        let interval = BootstrapInterval(of: values, above: baseline, using: &generator)
        return (interval.mean, interval.low, interval.high)
    }
}
