import Ratings
import Retrieval
import Testing

@testable import Evaluation

@Suite("item-based nearest neighbours")
struct ItemKNNTests {
    @Test("by hand: the sum of cosines to what the user rated")
    func byHand() {
        // Raters: movie 0 users 0 and 1, movie 1 users 0 and 2, movie 2 user 1, movie 3 nobody.
        let scores = ItemKNN(Interactions([[0, 1], [0, 2], [1]], movieCount: 4)).scores(
            of: Array(0..<3)
        )
        // cos(0, 1) = 1/√4 = 0.5; cos(0, 2) = 1/√2 = 0.707107; cos(1, 2) = 0.
        let expected = [0.5, 0.5, 0.707107, 0, 0.707107, 0.5, 0.707107, 0, 0.5, 0, 0, 0]
        for (score, value) in zip(scores.values, expected) {
            #expect(isClose(Double(score), value))
        }
    }

    @Test("scores are those of another implementation", arguments: [3, 200], [1 as UInt64, 2, 3])
    func oracle(neighbourCount: Int, seed: UInt64) {
        let interactions = RandomWorld(seed: seed).split.train
        let users = interactions.lists.map { Set($0) }
        func raters(_ movies: Int...) -> Double {
            Double(users.count { $0.isSuperset(of: movies) })
        }
        let cosines = (0..<RandomWorld.movieCount).map { query in
            let all = (0..<RandomWorld.movieCount).map { other -> Double in
                let common = query == other ? 0 : raters(query, other)
                return common == 0 ? 0 : common / (raters(query) * raters(other)).squareRoot()
            }
            // Cosines of single precision decide which neighbours are kept; ties go to the lower row.
            let kept = all.indices.sorted { (Float(all[$1]), $0) < (Float(all[$0]), $1) }
                .prefix(neighbourCount)
            return all.indices.map { kept.contains($0) ? all[$0] : 0 }
        }
        let scores = ItemKNN(interactions, neighbourCount: neighbourCount).scores(of: Array(5..<40))
        for user in 5..<40 {
            for movie in 0..<RandomWorld.movieCount {
                let expected = users[user].reduce(0) { $0 + cosines[movie][$1] }
                #expect(isClose(Double(scores[user - 5, movie]), expected, within: 1e-5))
            }
        }
    }
}
