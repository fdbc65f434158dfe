import Foundation
import LinearAlgebra
import Ratings
import Testing

@testable import Evaluation

@Suite("the notebook's loss of held-out ratings")
struct InBatchLossTests {
    @Test("one batch of all ratings costs what the definition says", arguments: [Float(1), 0.2])
    func definition(temperature: Float) {
        let world = RandomWorld(seed: 1)
        var generator = SeededGenerator(seed: 1, stage: "embeddings")
        func embeddings(_ count: Int) -> Matrix {
            Matrix(
                rowCount: count,
                columnCount: 4,
                values: (0..<4 * count).map { _ in generator.uniform() - 0.5 }
            )
        }
        let (users, movies) = (embeddings(40), embeddings(RandomWorld.movieCount))
        let pairs = world.split.test.lists.enumerated().flatMap { user, list in
            list.map { (user, $0) }
        }
        func logit(_ user: Int, _ movie: Int) -> Double {
            zip(users[row: user], movies[row: movie]).reduce(0) {
                $0 + Double($1.0) * Double($1.1)
            } / Double(temperature)
        }
        let losses = pairs.map { user, movie in
            log(pairs.reduce(0) { $0 + exp(logit(user, $1.1)) }) - logit(user, movie)
        }
        #expect(
            isClose(
                InBatchLoss.ofLastBatch(
                    world.split,
                    users: users,
                    movies: movies,
                    temperature: temperature,
                    using: &generator
                ),
                mean(losses),
                within: 1e-5
            )
        )
    }

    @Test(
        "an untrained model costs the logarithm of the last batch's size",
        arguments: [[10, 4, 2], [8, 4, 4], [3, 4, 3], [600, 500, 100], [600, 1000, 600]]
    )
    func untrained(sizes: [Int]) {
        // So many ratings, in batches of so many, leave so many in the last one.
        let split = Split(
            train: Interactions([[], []], movieCount: sizes[0]),
            test: Interactions([Array(0..<sizes[0]), []], movieCount: sizes[0])
        )
        var generator = SeededGenerator(seed: 1, stage: "batches")
        let loss = InBatchLoss.ofLastBatch(
            split,
            users: Matrix(rowCount: 2, columnCount: 3),
            movies: Matrix(rowCount: sizes[0], columnCount: 3),
            temperature: 1,
            batchSize: sizes[1],
            using: &generator
        )
        #expect(isClose(loss, log(Double(sizes[2])), within: 1e-5))
    }
}
