import Ratings
import Retrieval
import Testing

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
        // 6 / √72 · 6 / 8 = 0.530330
        #expect(isClose(value(.dampedCosine), 0.530330))
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
        [10, 30, 100]
    )
    func oracle(similarity: CoRatingSimilarity, userCount: Int) {
        let random = RandomInteractions(userCount: userCount)
        let movies = 0..<RandomInteractions.movieCount
        let lists = CoRatingSimilarity.neighbours(
            8,
            by: [similarity],
            in: random.interactions
        )[0]
        #expect(lists.count == movies.count)
        for query in movies {
            let scored = movies.compactMap { other -> (movie: Int, score: Float)? in
                let common = random.raterCount(query, other)
                guard other != query, common > 0 else { return nil }
                let value = similarity.value(
                    common: common,
                    first: random.raterCount(query),
                    second: random.raterCount(other),
                    userCount: random.moviesOfUsers.count { !$0.isEmpty }
                )
                return value > 0 ? (other, value) : nil
            }.sorted { ($1.score, $0.movie) < ($0.score, $1.movie) }.prefix(8)
            #expect(lists[Row(query)].map(\.index) == scored.map(\.movie))
            #expect(Array(lists.scores(of: Row(query))) == scored.map(\.score))
        }
    }

    @Test("lists of some movies are theirs among those of all")
    func some() {
        let interactions = RandomInteractions(userCount: 30).interactions
        let all = CoRatingSimilarity.neighbours(4, by: [.cosine], in: interactions)[0]
        let some = CoRatingSimilarity.neighbours(
            4,
            of: [Row(9), Row(2)],
            by: [.cosine],
            in: interactions
        )[0]
        #expect([some[Row(0)], some[Row(1)]] == [all[Row(9)], all[Row(2)]])
    }

    private func isClose(_ left: Double, _ right: Double) -> Bool { abs(left - right) < 1e-6 }
}
