import Foundation
import Ratings
import Retrieval
import Testing

@testable import Evaluation

@Suite("similarity by co-ratings")
struct CoRatingSimilarityTests {
    @Test("by hand: 6 common raters of 8 and 9, among 24 users")
    func byHand() {
        func value(_ similarity: CoRatingSimilarity) -> Double {
            Double(similarity.value(common: 6, first: 8, second: 9, userCount: 24))
        }
        #expect(value(.count) == 6)
        // 6 / √72 = 0.707107
        #expect(isClose(value(.cosine), 0.707107))
        // log(6 · 24 / 72) · 6 / 16 = log 2 · 0.375 = 0.259930
        #expect(isClose(value(.dampedLift), 0.259930))
        // 1 · 24 / 72 < 1: rarer than chance is 0.
        #expect(
            CoRatingSimilarity.dampedLift.value(common: 1, first: 8, second: 9, userCount: 24) == 0
        )
    }

    @Test(
        "lists are those of counting every pair",
        arguments: CoRatingSimilarity.allCases,
        [1 as UInt64, 2, 3]
    )
    func oracle(similarity: CoRatingSimilarity, seed: UInt64) {
        let interactions = RandomWorld(seed: seed).split.train
        let users = interactions.lists.map { Set($0) }
        let lists = CoRatingSimilarity.neighbours(8, by: [similarity], in: interactions)[0]
        #expect(lists.count == RandomWorld.movieCount)
        let some = CoRatingSimilarity.neighbours(
            8,
            of: [Row(9), Row(2)],
            by: [similarity],
            in: interactions
        )[0]
        #expect(some.indices == [9, 2].map { lists.indices[$0] })
        for query in 0..<RandomWorld.movieCount {
            let scored = (0..<RandomWorld.movieCount).compactMap { other -> (Int, Float)? in
                let common = users.count { $0.contains(query) && $0.contains(other) }
                guard other != query, common > 0 else { return nil }
                let value = similarity.value(
                    common: common,
                    first: users.count { $0.contains(query) },
                    second: users.count { $0.contains(other) },
                    userCount: users.count { !$0.isEmpty }
                )
                return value > 0 ? (other, value) : nil
            }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(8)
            #expect(lists.indices[query] == scored.map(\.0))
            #expect(Array(lists.scores(of: Row(query))) == scored.map(\.1))
        }
    }
}
