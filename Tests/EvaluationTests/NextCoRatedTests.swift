import Ratings
import Retrieval
import Testing

@testable import Evaluation

@Suite("what users rate next")
struct NextCoRatedTests {
    @Test("by hand: the last five training movies are asked, one of them hits")
    func byHand() {
        let split = Split(
            train: Interactions([[0, 1, 2, 3, 4, 5], [6]], movieCount: 9),
            test: Interactions([[7, 8], []], movieCount: 9)
        )
        // Movie 0 has the right list, but is not among the last five; user 1 has nothing held out.
        let lists = RankedLists<Movie, Movie>(
            [[7, 8], [2], [3, 7, 8], [], [1], [0], [7], [0], [0]])
        let metrics = NextCoRated.metrics(of: lists, at: 2, on: split)
        #expect(isClose(metrics["hit_rate@2"], 0.2))
        // Movie 2: one hit at rank 2, 0.630930 / 1.630930 = 0.386853; over five queries 0.077371.
        #expect(isClose(metrics["ndcg@2"], 0.077371))
    }

    @Test("of too many movies, only those that are judged are asked")
    func manyMovies() {
        // Of 25,000 movies 0, 2, 5, 7, … are judged; movie 1's list would hit.
        let count = 25_000
        let split = Split(
            train: Interactions([[1], [2]], movieCount: count),
            test: Interactions([[7], [7]], movieCount: count)
        )
        #expect(Judged.movies(of: count).prefix(4).map(\.index) == [0, 2, 5, 7])
        #expect(Judged.movies(of: 3).map(\.index) == [0, 1, 2])
        let lists = RankedLists<Movie, Movie>([[], [7], [8]] + Array(repeating: [], count: count))
        #expect(NextCoRated.metrics(of: lists, at: 10, on: split)["hit_rate@10"] == 0)
    }

    @Test(
        "all numbers are those of another implementation",
        arguments: 1...5 as ClosedRange<UInt64>
    )
    func oracle(seed: UInt64) {
        let split = RandomWorld(seed: seed).split
        let lists: RankedLists<Movie, Movie> = RandomWorld.lists(
            RandomWorld.movieCount,
            longest: 14,
            seed: seed
        )
        var hits: [Double] = []
        var gains: [Double] = []
        for (train, test) in zip(split.train.lists, split.test.lists) where !test.isEmpty {
            for query in train.suffix(5) {
                let list = lists.indices[query].prefix(10)
                hits.append(Set(list).isDisjoint(with: test) ? 0 : 1)
                gains.append(
                    ListQuality(
                        of: list,
                        at: 10,
                        relevantCount: test.count,
                        isRelevant: test.contains
                    ).ndcg
                )
            }
        }
        let metrics = NextCoRated.metrics(of: lists, at: 10, on: split)
        #expect(isClose(metrics["hit_rate@10"], mean(hits)))
        #expect(isClose(metrics["ndcg@10"], mean(gains)))
        #expect(mean(hits) > 0)
    }
}
