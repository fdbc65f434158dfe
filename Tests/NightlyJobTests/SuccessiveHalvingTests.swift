import Ratings
import Testing

@testable import NightlyJob

@Suite("successive halving")
struct SuccessiveHalvingTests {
    private struct Point: Equatable { var x = 0.0 }

    private let space = SearchSpace<Point>(dials: [
        .values("x", Array(stride(from: -10, through: 10, by: 1)), \.x)
    ])

    /// Searches with room for a number of trials; the score is highest at 3.
    private func search(
        trials: Int,
        seed: UInt64 = 1,
        score: (Double) -> Double? = { -($0 - 3) * ($0 - 3) }
    ) throws -> [SuccessiveHalving<Point>.Trial] {
        try withoutActuallyEscaping(score) { score in
            var done = 0
            let search = SuccessiveHalving(space: space, hasTime: { done < trials }) { point, _ in
                done += 1
                return score(point.x)
            }
            var generator = SeededGenerator(seed: seed, stage: "tune")
            return try search.search(from: Point(), using: &generator)
        }
    }

    @Test("the start comes first, then eight, the better four, the better two")
    func rungs() throws {
        let trials = try search(trials: 15)
        #expect(
            trials.map(\.share)
                == [1] + Array(repeating: 0.25, count: 8) + Array(repeating: 0.5, count: 4) + [
                    1, 1,
                ]
        )
        #expect(trials[0].settings == Point() && trials[0].changes.isEmpty)
        func scores(_ range: Range<Int>) -> [Double] { trials[range].compactMap(\.score) }
        #expect(scores(9..<13) == Array(scores(1..<9).sorted(by: >).prefix(4)))
        #expect(scores(13..<15) == Array(scores(1..<9).sorted(by: >).prefix(2)))
    }

    @Test("without time there is the start alone, and in time a better one is found")
    func budget() throws {
        let alone = try search(trials: 0)
        #expect(alone.count == 1)
        #expect(SuccessiveHalving.best(of: alone)?.settings == Point())
        #expect(try search(trials: 20).count == 20)
        let best = try #require(SuccessiveHalving.best(of: try search(trials: 300)))
        #expect(best.settings.x == 3 && best.changes == ["x 3.0"])
    }

    @Test("more time only adds trials; another seed draws others")
    func repeatable() throws {
        let short = try search(trials: 9).map(\.settings)
        let long = try search(trials: 30).map(\.settings)
        #expect(Array(long.prefix(9)) == short)
        #expect(try search(trials: 30, seed: 2).map(\.settings) != long)
    }

    @Test("settings that cannot be trained lose; of equal ones the earlier wins")
    func ties() throws {
        let fallen = try search(trials: 40) { $0 == 0 ? 1 : nil }
        #expect(SuccessiveHalving.best(of: fallen)?.settings == Point())
        let equal = try search(trials: 40) { _ in 1 }
        #expect(SuccessiveHalving.best(of: equal)?.changes.isEmpty == true)
    }

    @Test("half a training wins nothing")
    func wholeTrainings() throws {
        let trials = try search(trials: 13) { $0 }
        let best = try #require(SuccessiveHalving.best(of: trials))
        #expect(best.settings == Point())
        #expect(trials.contains { ($0.score ?? 0) > 0 })
    }
}
