import LinearAlgebra
import Ratings
import Retrieval
import Testing

@testable import Evaluation

@Suite("judging lists of movies for users")
struct UserMovieJudgementTests {
    @Test("by hand: one user of two is judged, what he has seen does not compete")
    func byHand() {
        // User 0 has seen movie 0 and will rate 2 and 3; user 1 has nothing to train on.
        let split = Split(
            train: Interactions([[0], []], movieCount: 5),
            test: Interactions([[2, 3], [1]], movieCount: 5)
        )
        let judgement = UserMovieJudgement(
            split,
            catalogue: Catalogue(genres: [[], [], [], [], []])
        )
        #expect(judgement.userCount == 1)
        let scorer = FixedScorer(
            scores: Matrix(
                rowCount: 2,
                columnCount: 5,
                values: [9, 5, 4, 1, 2, 0, 0, 0, 0, 0]
            )
        )
        let metrics = judgement.judge(scorer).metrics
        // His list is 1, 2, 4, 3: hits at ranks 2 and 4.
        #expect(metrics["recall@10"] == 1)
        // (1/log2(3) + 1/log2(5)) / (1 + 1/log2(3)) = 1.061606 / 1.630930 = 0.650921
        #expect(isClose(metrics["ndcg@20"], 0.650921))
        #expect(metrics["hit_rate@10"] == 1)
        #expect(metrics["mrr@10"] == 0.5)
        // Of his held-out ratings: movie 2 has two strictly above (0 and 1), movie 3 has four. That user 1
        // has none above movie 1, as equal scores are not above, tells nothing.
        #expect(metrics["top_1_categorical_accuracy"] == 0)
        #expect(metrics["top_5_categorical_accuracy"] == 1)
    }

    @Test("of too many users those are judged that lie evenly apart, in every metric")
    func manyUsers() {
        // Of 25,000 users every fifth wants movie 0, which the most popular list puts first.
        let count = 25_000
        let split = Split(
            train: Interactions((0..<count).map { [$0 % 2 == 0 ? 2 : 3] }, movieCount: 4),
            test: Interactions((0..<count).map { [$0 % 5 == 0 ? 0 : 1] }, movieCount: 4)
        )
        let judgement = UserMovieJudgement(split, catalogue: Catalogue(genres: [[], [], [], []]))
        #expect(judgement.userCount == 10_000)
        let metrics = judgement.judge(FirstMovie()).metrics
        // 0, 2, 5, 7, 10, …: of four users one or two are multiples of five.
        let share = Double((0..<10_000).count { $0 * 5 / 2 % 5 == 0 }) / 10_000
        #expect(metrics["top_1_categorical_accuracy"] == share)
        #expect(isClose(metrics["mrr@10"], share + (1 - share) / 2))
    }

    @Test("ties go to the lower row in lists, and count for the movie in categorical accuracy")
    func ties() {
        let split = Split(
            train: Interactions([[0]], movieCount: 13),
            test: Interactions([[12]], movieCount: 13)
        )
        let judgement = UserMovieJudgement(
            split,
            catalogue: Catalogue(genres: [[String]](repeating: [], count: 13))
        )
        let metrics = judgement.judge(
            FixedScorer(scores: Matrix(rowCount: 1, columnCount: 13))
        ).metrics
        // All scores are 0: movie 12 is the last of twelve.
        #expect(metrics["recall@10"] == 0)
        #expect(isClose(metrics["mrr@20"], 1.0 / 12))
        #expect(metrics["top_1_categorical_accuracy"] == 1)
    }

    @Test(
        "all numbers are those of another implementation",
        arguments: 1...5 as ClosedRange<UInt64>
    )
    func oracle(seed: UInt64) throws {
        let world = RandomWorld(seed: seed)
        var generator = SeededGenerator(seed: seed, stage: "scores")
        // Few distinct scores, so that there are ties.
        let scores = (0..<40).map { _ in
            (0..<RandomWorld.movieCount).map { _ in
                Float(Int.random(in: 0..<12, using: &generator))
            }
        }
        let scorer = FixedScorer(
            scores: Matrix(
                rowCount: 40,
                columnCount: RandomWorld.movieCount,
                values: scores.flatMap { $0 }
            )
        )
        let judgement = UserMovieJudgement(world.split, catalogue: world.catalogue)
        let outcome = judgement.judge(scorer)

        let (train, test) = (world.split.train.lists, world.split.test.lists)
        let users = train.indices.filter { !train[$0].isEmpty && !test[$0].isEmpty }
        #expect(judgement.userCount == users.count && users.count < 40)
        let lists = users.map { user in
            scores[user].indices.filter { !train[user].contains($0) }
                .sorted { (scores[user][$1], $0) < (scores[user][$0], $1) }
        }
        for k in [10, 20, 100] {
            let qualities = zip(users, lists).map { user, list in
                ListQuality(
                    of: list,
                    at: k,
                    relevantCount: test[user].count,
                    isRelevant: test[user].contains
                )
            }
            let metrics = outcome.metrics
            #expect(isClose(metrics["recall@\(k)"], mean(qualities.map(\.recall))))
            #expect(isClose(metrics["ndcg@\(k)"], mean(qualities.map(\.ndcg))))
            #expect(isClose(metrics["hit_rate@\(k)"], mean(qualities.map(\.hitRate))))
            #expect(isClose(metrics["mrr@\(k)"], mean(qualities.map(\.reciprocalRank))))
            if k == 20 { #expect(outcome.ndcgOfUsers == qualities.map(\.ndcg)) }
        }
        let diversity = ListDiversity.metrics(
            of: RankedLists<User, Movie>(lists),
            at: 20,
            catalogue: world.catalogue,
            interactions: world.split.train
        )
        for name in diversity.names {
            #expect(isClose(outcome.metrics[name], try #require(diversity[name])))
        }
        for k in [1, 5, 10, 50, 100] {
            let ratings = users.flatMap { user in test[user].map { (user, $0) } }
            let good = ratings.count { user, movie in
                scores[user].count { $0 > scores[user][movie] } < k
            }
            #expect(
                isClose(
                    outcome.metrics["top_\(k)_categorical_accuracy"],
                    Double(good) / Double(ratings.count)
                )
            )
        }
        expectDeciles(outcome.metrics, users: users, lists: lists, world: world)
    }

    @Test("popularity scores everybody alike, by how many rated")
    func popularity() {
        let interactions = Interactions([[0, 2], [2], [2, 1]], movieCount: 4)
        #expect(
            Popularity(interactions).scores(of: Array(1..<3)).values == [1, 1, 3, 0, 1, 1, 3, 0]
        )
    }

    private func expectDeciles(
        _ metrics: Metrics,
        users: [Int],
        lists: [[Int]],
        world: RandomWorld
    ) {
        let (train, test) = (world.split.train.lists, world.split.test.lists)
        let raters = (0..<RandomWorld.movieCount).map { movie in
            train.count { $0.contains(movie) }
        }
        let order = raters.indices.filter { raters[$0] > 0 }
            .sorted { (raters[$1], $0) < (raters[$0], $1) }
        for decile in 1...10 {
            let members = order.indices.filter { $0 * 10 / order.count == decile - 1 }
                .map { order[$0] }
            let found = zip(users, lists).flatMap { user, list in
                test[user].filter(members.contains).map { list.prefix(20).contains($0) ? 1.0 : 0 }
            }
            if found.isEmpty {
                #expect(metrics["recall@20_decile_\(decile)"] == nil)
            } else {
                #expect(isClose(metrics["recall@20_decile_\(decile)"], mean(found)))
            }
        }
    }
}

/// Scores as they are given.
private struct FixedScorer: MovieScorer {
    /// Shape `[users, movies]`.
    let scores: Matrix

    func scores(of users: [Int]) -> Matrix { scores.gathering(users) }
}

/// Scores movie 0 highest, then 1, 2 and 3, for everybody.
private struct FirstMovie: MovieScorer {
    func scores(of users: [Int]) -> Matrix {
        Matrix(rowCount: users.count, columnCount: 4, values: users.flatMap { _ in [4, 3, 2, 1] })
    }
}
