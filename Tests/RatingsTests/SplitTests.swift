import Fixtures
import Ratings
import Testing

@Suite("Splits")
struct SplitTests {
    private func splitting(
        _ interactions: Interactions,
        by kind: SplitKind,
        seed: UInt64 = 1
    ) throws -> Split {
        var generator = SeededGenerator(seed: seed, stage: "split")
        return try Split(interactions, by: kind, using: &generator)
    }

    /// One rating of movies 0, 1, 2, … for each time, by users who each have a list of times.
    private func interactions(times: [[Int64]]) -> Interactions {
        var starts = [0]
        for user in times { starts.append(starts[starts.count - 1] + user.count) }
        return Interactions(
            starts: starts,
            movies: times.flatMap { $0.indices.map { Row($0) } },
            ratings: nil,
            timestamps: times.flatMap { $0 },
            movieCount: 20
        )
    }

    @Test(
        "both sides together are the whole, and no rating is on both",
        arguments: 0..<40 as Range<UInt64>
    )
    func partition(seed: UInt64) throws {
        let whole = RandomRatings(seed: seed).interactions
        for kind in SplitKind.allCases {
            // Too few ratings to hold any out; the fault has a test of its own.
            guard let split = try? splitting(whole, by: kind, seed: seed) else { continue }
            let (train, test) = (split.train.entries, split.test.entries)
            #expect(Set(train).isDisjoint(with: test))
            #expect(Set(train).union(test) == Set(whole.entries))
            #expect(train.count + test.count == whole.count)
            #expect(!train.isEmpty && !test.isEmpty)
            #expect(split.train.userCount == whole.userCount)
            #expect(split.test.movieCount == whole.movieCount)
            #expect(Set(split.everything.entries) == Set(whole.entries))
            #expect(split.everything.count == whole.count)
            let trained = Set(train.map(\.user))
            #expect(split.unseenUserCount == Set(test.map(\.user)).subtracting(trained).count)
        }
    }

    @Test(
        "a random split holds out a fifth, the same for the same seed",
        arguments: 0..<20 as Range<UInt64>
    )
    func random(seed: UInt64) throws {
        let whole = interactions(times: [Array(0..<13), Array(0..<20), Array(0..<11)])
        let first = try splitting(whole, by: .random, seed: seed)
        // ⌊(13 + 20 + 11) ÷ 5⌋ = ⌊8.8⌋.
        #expect(first.test.count == 8)
        #expect(try splitting(whole, by: .random, seed: seed).test.entries == first.test.entries)
        #expect(
            try splitting(whole, by: .random, seed: seed + 1).test.entries != first.test.entries
        )
    }

    @Test("every rating is as likely to be held out as any other")
    func uniformity() throws {
        let whole = interactions(times: [Array(0..<10), Array(0..<10)])
        var counts = [Entry: Int]()
        for seed in 0..<2_000 as Range<UInt64> {
            for entry in try splitting(whole, by: .random, seed: seed).test.entries {
                counts[entry, default: 0] += 1
            }
        }
        // 4 of 20 are held out 2,000 times: 400 each, with a deviation of √(2000 · 0.2 · 0.8) = 18.
        #expect(counts.count == 20)
        #expect(counts.values.allSatisfy { abs($0 - 400) < 5 * 18 })
    }

    @Test("the last fifth of each user's ratings is held out, rounded up")
    func last() throws {
        let split = try splitting(
            interactions(times: [Array(0..<10), Array(0..<4), [5], [], Array(0..<6)]),
            by: .last
        )
        // Kept are ⌊0.8 · 10⌋ = 8, ⌊3.2⌋ = 3, ⌊0.8⌋ = 0, 0 and ⌊4.8⌋ = 4.
        #expect((0..<5).map { split.train.range(of: Row($0)).count } == [8, 3, 0, 0, 4])
        #expect(split.test.movies(of: Row(0)).map(\.index) == [8, 9])
        #expect(split.test.movies(of: Row(1)).map(\.index) == [3])
        #expect(split.test.movies(of: Row(4)).map(\.index) == [4, 5])
        // The user with one rating is unknown to the training; the one with none is no user of it.
        #expect(split.unseenUserCount == 1)
    }

    @Test("all ratings after the 80 % quantile of time are held out, and none at it")
    func time() throws {
        // Ordered: 1 2 3 4 5 6 7 7 8 9; the quantile is number ⌊9 · 0.8⌋ = 7 from 0, a 7.
        let split = try splitting(
            interactions(times: [[1, 2, 3, 7, 9], [4, 5, 6, 7, 8]]),
            by: .time
        )
        #expect(split.test.timestamps == [9, 8])
        #expect(split.train.timestamps == [1, 2, 3, 7, 4, 5, 6, 7])
    }

    @Test("both sides in one have each user's ratings in order of time")
    func everything() throws {
        let whole = interactions(times: [Array(0..<10), Array(5..<20)])
        let split = try splitting(whole, by: .random)
        #expect(split.everything.entries == whole.entries)
    }

    @Test("a split by time needs timestamps", arguments: [SplitKind.last, .time])
    func missingTimestamps(kind: SplitKind) throws {
        let untimed = RandomRatings(seed: 3, hasTimestamps: false).interactions
        let error = #expect(throws: RatingsError.self) { _ = try splitting(untimed, by: kind) }
        #expect(
            error?.description
                == "the split \(kind.rawValue) needs timestamps, and the ratings have none"
        )
    }

    @Test("a split that leaves a side empty is refused")
    func emptySide() throws {
        let cases: [(SplitKind, [[Int64]])] = [
            // A fifth of 4 is 0; one rating of a user is held out and nothing stays; no time is
            // after the quantile of equal times.
            (.random, [[1, 2, 3, 4]]), (.last, [[1], [2]]), (.time, [[5, 5, 5], [5, 5, 5, 5]]),
        ]
        for (kind, times) in cases {
            let error = #expect(throws: RatingsError.self) {
                _ = try splitting(interactions(times: times), by: kind)
            }
            #expect(
                error?.description == "the split \"\(kind.rawValue)\" leaves nothing to train on"
                    + " or nothing to test with"
            )
        }
    }
}
