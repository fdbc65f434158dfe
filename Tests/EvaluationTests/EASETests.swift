import Ratings
import Testing

@testable import Evaluation

@Suite("EASE")
struct EASETests {
    @Test("by hand: two movies with a common rater")
    func byHand() throws {
        // G + 1 = [[3, 1], [1, 2]], its inverse [[2, -1], [-1, 3]] ÷ 5: the weight of movie 0 for
        // movie 1 is 1/3, of 1 for 0 it is 1/2.
        let interactions = Interactions([[0, 1], [0]], movieCount: 3)
        let ease = try EASE(interactions, regularisation: 1)
        let scores = ease.scores(of: Array(0..<2)).values.map(Double.init)
        let never = -Double.infinity
        for (score, value) in zip(scores, [0.5, 1.0 / 3, never, 0, 1.0 / 3, never]) {
            #expect(score == value || isClose(score, value))
        }
        #expect(ease.neighbours(5).indices == [[1], [0], []])
    }

    @Test(
        "each movie's weights are its ridge regression on the other movies",
        arguments: 1...3 as ClosedRange<UInt64>
    )
    func oracle(seed: UInt64) throws {
        let interactions = RandomWorld(seed: seed).split.train
        let users = interactions.lists.map { Set($0) }
        let rated = (0..<RandomWorld.movieCount).filter { movie in
            users.contains { $0.contains(movie) }
        }
        let ease = try EASE(interactions, regularisation: 3)
        let scores = ease.scores(of: Array(0..<40))
        for movie in rated {
            let others = rated.filter { $0 != movie }
            func common(_ one: Int, _ other: Int) -> Double {
                Double(users.count { $0.contains(one) && $0.contains(other) })
            }
            let weights = naiveSolution(
                others.map { one in
                    others.map { common(one, $0) + (one == $0 ? 3 : 0) }
                },
                others.map { common($0, movie) }
            )
            for user in 0..<40 {
                let expected = zip(others, weights).reduce(0.0) { sum, entry in
                    sum + (users[user].contains(entry.0) ? entry.1 : 0)
                }
                #expect(isClose(Double(scores[user, movie]), expected, within: 1e-4))
            }
        }
        let unrated = Set(0..<RandomWorld.movieCount).subtracting(rated)
        #expect(!unrated.isEmpty && unrated.allSatisfy { scores[0, $0] == -.infinity })
    }

    @Test("neighbours are the movies with the largest weights, none itself")
    func neighbours() throws {
        let interactions = RandomWorld(seed: 4).split.train
        let ease = try EASE(interactions, regularisation: 3)
        // The scores of somebody who rated one movie are its weights.
        let single = Interactions(
            (0..<RandomWorld.movieCount).map { [$0] },
            movieCount: RandomWorld.movieCount
        )
        let lists = ease.neighbours(7)
        #expect(
            ease.neighbours(7, of: [Row(9), Row(2)]).indices == [9, 2].map { lists.indices[$0] }
        )
        let all = try EASE(
            Interactions(interactions.lists + single.lists, movieCount: RandomWorld.movieCount),
            regularisation: 2
        )
        // One more user for each movie adds 1 to the diagonal: λ of 2 and 3 are one model.
        let weights = all.scores(of: Array(40..<40 + RandomWorld.movieCount))
        for query in 0..<RandomWorld.movieCount where !lists.indices[query].isEmpty {
            let best = (0..<RandomWorld.movieCount)
                .filter { $0 != query && lists.indices.indices.contains($0) }
                .filter { interactions.raterCounts[$0] > 0 }
                .sorted { weights[query, $0] > weights[query, $1] }
                .prefix(7)
            let scores = lists.scores(of: Row(query))
            for (score, movie) in zip(scores, best) {
                #expect(isClose(Double(score), Double(weights[query, movie]), within: 1e-4))
            }
            #expect(lists.indices[query].count == 7 && !lists.indices[query].contains(query))
        }
    }

    @Test("more movies than it takes on are refused with both numbers")
    func refusal() throws {
        let interactions = Interactions([Array(0...20_000)], movieCount: 20_001)
        let error = try #require(throws: EASEError.self) {
            _ = try EASE(interactions, regularisation: 100)
        }
        #expect(
            error.description
                == "EASE takes on at most 20000 movies with a rating, and there are 20001"
        )
    }
}
