import Foundation
import Ratings
import Testing

@testable import TwoTower

@Suite("negatives out of the positives of a step")
struct InBatchTests {
    @Test("the chance of a batch to have any of some things, by counting")
    func chance() {
        // Of ten things two are drawn, in 45 ways; without any of three, in 21.
        #expect(abs(InBatch.chance(ofAny: 3, among: 10, drawing: 2) - 24 / 45) < 1e-12)
        #expect(InBatch.chance(ofAny: 0, among: 10, drawing: 2) == 0)
        #expect(InBatch.chance(ofAny: 9, among: 10, drawing: 2) == 1)
        #expect(InBatch.chance(ofAny: 1, among: 10, drawing: 10) == 1)
        let (less, more) = (
            InBatch.chance(ofAny: 1, among: 10, drawing: 4),
            InBatch.chance(ofAny: 2, among: 10, drawing: 4)
        )
        let between = InBatch.chance(ofAny: 1.5, among: 10, drawing: 4)
        #expect(less < between && between < more)
    }

    private let competition = Competition(bias: [0.5, 0.5, 0.5, 0.5, 0.5, 0.5], chances: nil)

    @Test("few are all there, each corrected for its chance")
    func few() {
        var generator = SeededGenerator(seed: 1, stage: "negatives")
        let negatives = competition.negatives(
            among: [1, 4],
            withChances: [0.5, 1],
            drawnBy: [1, 2],
            most: 2,
            using: &generator
        )
        #expect(negatives.rows == [1, 4])
        #expect(negatives.weights == [2, 1] && negatives.drawWeights == nil)
        #expect(negatives.bias == [0.5 - log(Float(0.5)), 0.5])
    }

    @Test("of many some are drawn, and both chances are corrected")
    func many() {
        var generator = SeededGenerator(seed: 2, stage: "negatives")
        let drawnChances: [Int: Double] = [1: 0.25, 2: 0.25, 4: 0.5, 5: 1]
        var counts: [Int: Double] = [:]
        for _ in 0..<4_000 {
            let negatives = competition.negatives(
                among: [1, 2, 4, 5],
                withChances: [0.5, 0.5, 0.5, 0.25],
                drawnBy: [1, 1, 2, 4],
                most: 2,
                using: &generator
            )
            let rows = negatives.rows ?? []
            #expect(rows.count == 2)
            for (place, row) in rows.enumerated() {
                // The last is certain to be drawn, the third by a half, the others by a quarter.
                let drawn = drawnChances[row] ?? 0
                let present = row == 5 ? 0.25 : 0.5
                #expect(negatives.drawWeights?[place] == Float(1 / drawn))
                #expect(negatives.weights?[place] == Float(1 / (drawn * present)))
                #expect(abs(Double(negatives.bias[place]) - 0.5 + log(drawn * present)) < 1e-6)
                counts[row, default: 0] += 1 / 4_000
            }
        }
        for (row, chance) in drawnChances {
            #expect(abs((counts[row] ?? 0) - chance) < 0.03)
        }
    }
}
