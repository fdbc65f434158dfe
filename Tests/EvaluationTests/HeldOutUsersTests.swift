import Foundation
import Ratings
import Retrieval
import Testing

@testable import Evaluation

@Suite("held-out users")
struct HeldOutUsersTests {
    @Test("a fifth of the users is held out whole, and nobody is on both sides")
    func split() {
        let interactions = Interactions(
            (0..<23).map { Array(0...$0 % 4) },
            movieCount: 4
        )
        var generator = SeededGenerator(seed: 1, stage: "users")
        let split = HeldOutUsers.split(interactions, using: &generator)
        let (train, test) = (split.train.lists, split.test.lists)
        #expect(test.count { !$0.isEmpty } == 4)
        for (user, list) in interactions.lists.enumerated() {
            #expect(train[user] + test[user] == list)
            #expect(train[user].isEmpty || test[user].isEmpty)
        }
    }

    @Test(
        "gains are damped lifts among the held-out, over the best order of them",
        arguments: 1...5 as ClosedRange<UInt64>
    )
    func oracle(seed: UInt64) {
        var generator = SeededGenerator(seed: seed, stage: "users")
        let split = HeldOutUsers.split(
            RandomWorld(seed: seed).split.train,
            using: &generator
        )
        let lists: RankedLists<Movie, Movie> = RandomWorld.lists(
            RandomWorld.movieCount,
            longest: 14,
            seed: seed
        )
        // Users who were not held out know nothing of what is likely among those who were.
        let held = split.test.lists.filter { !$0.isEmpty }
        func raters(_ movies: Int...) -> Double {
            Double(held.count { Set($0).isSuperset(of: movies) })
        }
        func gain(_ query: Int, _ other: Int) -> Double {
            let common = raters(query, other)
            guard query != other, common > 0 else { return 0 }
            let lift = common * Double(held.count) / (raters(query) * raters(other))
            return max(0, log(lift)) * common / (common + 10)
        }
        func discounted(_ gains: some Collection<Double>) -> Double {
            gains.enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset + 2)) }
        }
        var values: [Double] = []
        for query in 0..<RandomWorld.movieCount {
            guard split.train.lists.contains(where: { $0.contains(query) }) else { continue }
            let gains = (0..<RandomWorld.movieCount).map { gain(query, $0) }
            let ideal = discounted(gains.sorted(by: >).prefix(10))
            guard ideal > 0 else { continue }
            values.append(discounted(lists.indices[query].prefix(10).map { gains[$0] }) / ideal)
        }
        let metrics = HeldOutUsers.metrics(of: lists, at: 10, on: split)
        #expect(isClose(metrics["held_out_users_ndcg@10"], mean(values), within: 1e-5))
        #expect(mean(values) > 0 && mean(values) < 1)
    }

    @Test("the lists of the held-out users themselves are worth 1")
    func ideal() {
        let split = RandomWorld(seed: 6).split
        let lists = CoRatingSimilarity.neighbours(10, by: [.dampedLift], in: split.test)[0]
        let value = HeldOutUsers.metrics(of: lists, at: 10, on: split)["held_out_users_ndcg@10"]
        #expect(isClose(value, 1))
    }
}
