import Foundation
import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("what users' steps show")
struct UserBatchesTests {
    /// Four users of 25, 10, 3 and no ratings.
    private let interactions = Interactions(
        [Array(0..<25), Array(5..<15), [1, 2, 3], []],
        movieCount: 30
    )

    private func source(
        mostBlocks: Int,
        batchSize: Int = 3,
        against competition: Competition = .all(30)
    ) -> UserBatches {
        var table = FeatureTable()
        let users = table.addBlock("query/user", rowNames: (0..<4).map(String.init))
        let movies = MovieFeatures(of: Catalogue(30), key: .id, contentScale: 0)
            .addBlocks(to: &table, tower: "candidate")
        let moments = Moments(
            MomentSettings(),
            of: interactions,
            until: nil,
            movies: movies,
            table: &table
        )
        var settings = UserMovieSettings.tiny(.tiny(batchSize: batchSize))
        settings.mostBlocks = mostBlocks
        settings.wholeTasteWeight = 3
        settings.userWeightExponent = 0
        return UserBatches(
            of: interactions,
            UserTower(users: users, moments: moments, featureCount: table.rowCount),
            settings,
            settings.training,
            against: competition
        )
    }

    @Test("an epoch shows each user's taste and each block of ten ratings once")
    func everything() {
        var source = source(mostBlocks: 100)
        var generator = SeededGenerator(seed: 1, stage: "batches")
        for _ in 0..<2 {
            let batches = source.epoch(using: &generator)
            #expect(batches.map(\.positiveRows.count) == [3, 3, 2])
            // Three tastes that weigh 3 a rating, and blocks of 10, 10, 5, 10 and 3 that weigh 1.
            #expect(batches.reduce(0) { $0 + $1.weight } == 3 * 38 + 38)
            #expect(batches.flatMap(\.queryRows).sorted() == [0, 0, 0, 0, 1, 1, 2, 2])
        }
    }

    @Test("where rivals are drawn, they alone are positives, and in the mean count as all would")
    func drawnPositives() {
        var source = source(
            mostBlocks: 100,
            against: Competition(
                bias: [Float](repeating: 0, count: 30),
                chances: (0..<30).map { [0.25, 0.5, 1][$0 % 3] }
            )
        )
        var generator = SeededGenerator(seed: 3, stage: "batches")
        var weight = 0.0
        for _ in 0..<2_000 {
            for batch in source.epoch(using: &generator) {
                #expect(batch.rivals.rows == nil)
                #expect(batch.candidates?.count == batch.positives.candidateCount)
                #expect(batch.rivals.bias == batch.candidates?.map { [log(4), log(2), 0][$0 % 3] })
                weight += batch.weight / 2_000
            }
        }
        #expect(abs(weight / (4 * 38) - 1) < 0.02)
    }

    @Test("of too many blocks each epoch draws others, and every taste stays")
    func drawn() {
        var source = source(mostBlocks: 2)
        var generator = SeededGenerator(seed: 2, stage: "batches")
        var drawn: Set<[Int]> = []
        for _ in 0..<20 {
            let batches = source.epoch(using: &generator)
            #expect(batches.map(\.positiveRows.count).reduce(0, +) == 5)
            let users = batches.flatMap(\.queryRows).sorted()
            #expect(Set(users) == [0, 1, 2])
            drawn.insert(users)
        }
        #expect(drawn.count > 3)
    }

    @Test("more queries than the most steps can hold make larger batches")
    func largerBatches() {
        var settings = TrainingSettings.tiny(batchSize: 4)
        settings.mostSteps = 8
        #expect([1, 4, 9, 32, 33, 800].map(settings.batchSize) == [1, 4, 3, 4, 5, 100])
    }
}
