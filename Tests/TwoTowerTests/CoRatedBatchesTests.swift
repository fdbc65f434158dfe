import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("batches of the pairs of some users")
struct CoRatedBatchesTests {
    private let interactions = Interactions.random(users: 30, movies: 12, each: 7, seed: 4)

    @Test("a step shows the pairs of some users, each in turn")
    func turns() {
        let batches = epoch(of: interactions, userCount: 10, stepCount: 4)
        #expect(batches.count == 4)
        for batch in batches {
            #expect(batch.queryRows == batch.positiveRows.map { batch.candidates?[$0] })
            #expect(batch.own == batch.positiveRows)
        }
        // Three steps of ten users show all thirty, and so the weight of all pairs.
        let weight = batches.prefix(3).reduce(0) { $0 + $1.weight }
        let whole = epoch(of: interactions, userCount: 30, stepCount: 1)[0].weight
        #expect(abs(weight / whole - 1) < 1e-5)
    }

    @Test("users of one rating each have no pairs: nothing to learn, and no harm")
    func withoutPairs() throws {
        let single = Interactions.random(users: 30, movies: 12, each: 1, seed: 4)
        #expect(epoch(of: single, userCount: 10, stepCount: 3).allSatisfy { $0.weight == 0 })
        var settings = ItemItemSettings.tiny()
        settings.ratingsPerStep = 10
        // Of so many movies that steps see the pairs of some users.
        let model = try ItemItemModel.train(
            on: Interactions.random(users: 30, movies: 12_001, each: 1, seed: 4),
            of: Catalogue(12_001),
            with: settings,
            seed: 1
        )
        #expect(model.isFinite)
        #expect(model.losses.allSatisfy { $0 == 0 })
    }

    private func epoch(of interactions: Interactions, userCount: Int, stepCount: Int) -> [Batch] {
        let settings = ItemItemSettings.tiny()
        var generator = SeededGenerator(seed: 5, stage: "batches")
        var source = CoRatedBatches(
            of: CoRatings(in: interactions, with: settings),
            SparseMatrix(ofOnes: (0..<12).map { [$0] }, columnCount: 12),
            against: Competition(of: interactions.raterCounts, settings.training),
            ratingCount: userCount * interactions.count / interactions.userCount,
            stepCount: stepCount
        )
        return source.epoch(using: &generator)
    }
}
