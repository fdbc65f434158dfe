import Foundation
import Ratings
import Retrieval
import Testing

@testable import Evaluation

@Suite("what lists are like")
struct ListDiversityTests {
    @Test("by hand: two lists over four movies, one of them never rated")
    func byHand() {
        // Raters: movie 0 four, movie 1 two, movie 2 one, movie 3 none.
        let interactions = Interactions([[0, 1], [0, 1], [0, 2], [0]], movieCount: 4)
        let catalogue = Catalogue(genres: [["A"], ["A", "B"], ["B"], []])
        let lists = RankedLists<User, Movie>([[0, 1, 2], [0, 3], []])
        let metrics = ListDiversity.metrics(
            of: lists,
            at: 2,
            catalogue: catalogue,
            interactions: interactions
        )
        // The first two of each: 0, 1 and 0, 3. Of the rated movies 0, 1, 2 two are shown.
        #expect(isClose(metrics["coverage@2"], 2.0 / 3))
        // Appearances of 0, 1, 2 ascending: 0, 1, 2. ((-2) · 0 + 0 · 1 + 2 · 2) / (3 · 3) = 4/9.
        #expect(isClose(metrics["gini@2"], 4.0 / 9))
        // (4 + 2 + 4 + 0) / 4
        #expect(isClose(metrics["mean_popularity@2"], 2.5))
        // -log2: 4/4 → 0, 2/4 → 1, 4/4 → 0, an unrated movie counts as one rater: 1/4 → 2.
        #expect(isClose(metrics["novelty@2"], 0.75))
        // Jaccard of A and AB: 1/2; of A and nothing: 0. 1 - mean: (0.5 + 1) / 2.
        #expect(isClose(metrics["diversity@2"], 0.75))
    }

    @Test(
        "all numbers are those of another implementation",
        arguments: 1...5 as ClosedRange<UInt64>
    )
    func oracle(seed: UInt64) {
        let world = RandomWorld(seed: seed)
        let lists: RankedLists<User, Movie> = RandomWorld.lists(25, longest: 12, seed: seed)
        let metrics = ListDiversity.metrics(
            of: lists,
            at: 6,
            catalogue: world.catalogue,
            interactions: world.split.train
        )
        let shown = lists.indices.map { Array($0.prefix(6)) }
        let raters = (0..<RandomWorld.movieCount).map { movie in
            world.split.train.lists.count { $0.contains(movie) }
        }
        let rated = raters.indices.filter { raters[$0] > 0 }
        let all = shown.flatMap { $0 }
        let appearances = rated.map { movie in all.count { $0 == movie } }
        #expect(
            isClose(
                metrics["coverage@6"],
                Double(Set(all).intersection(rated).count) / Double(rated.count)
            )
        )
        #expect(isClose(metrics["gini@6"], Self.naiveGini(appearances)))
        #expect(isClose(metrics["mean_popularity@6"], mean(all.map { Double(raters[$0]) })))
        let users = Double(world.split.train.lists.count { !$0.isEmpty })
        let novelty = all.map { -log2(Double(max(1, raters[$0])) / users) }
        #expect(isClose(metrics["novelty@6"], mean(novelty)))
        let diversities = shown.filter { $0.count > 1 }.map { list in
            let pairs = list.indices.flatMap { first in
                list.indices.filter { $0 > first }.map { (list[first], list[$0]) }
            }
            return 1
                - mean(
                    pairs.map { left, right in
                        let left = Set(world.catalogue.descriptions[left].genres)
                        let right = Set(world.catalogue.descriptions[right].genres)
                        let all = left.union(right).count
                        return all == 0 ? 0 : Double(left.intersection(right).count) / Double(all)
                    }
                )
        }
        #expect(isClose(metrics["diversity@6"], mean(diversities)))
    }

    @Test("Gini: equal is 0, all on one of n is 1 - 1/n, nothing is 0")
    func gini() {
        #expect(ListDiversity.gini(of: [3, 3, 3]) == 0)
        #expect(isClose(ListDiversity.gini(of: [0, 0, 0, 12]), 0.75))
        #expect(ListDiversity.gini(of: []) == 0)
        #expect(ListDiversity.gini(of: [0, 0]) == 0)
        // Σ |x - y| over ordered pairs of 1, 2, 6 is 20, over 2 · 9 · mean 3: 20/54.
        #expect(isClose(ListDiversity.gini(of: [6, 1, 2]), 20.0 / 54))
    }

    @Test("without genres there is no diversity to speak of")
    func noGenres() {
        let metrics = ListDiversity.metrics(
            of: RankedLists<User, Movie>([[0, 1]]),
            at: 2,
            catalogue: Catalogue(genres: [[], []]),
            interactions: Interactions([[0, 1]], movieCount: 2)
        )
        #expect(metrics["diversity@2"] == nil)
        #expect(metrics["coverage@2"] == 1)
    }

    /// Half the relative mean absolute difference.
    private static func naiveGini(_ counts: [Int]) -> Double {
        let differences = counts.flatMap { left in counts.map { Double(abs(left - $0)) } }
        return mean(differences) / (2 * mean(counts.map(Double.init)))
    }
}
