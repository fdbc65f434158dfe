import Foundation
import LinearAlgebra
import Testing

@testable import TwoTower

@Suite("the denominators of the softmax")
struct SoftmaxLossTests {
    /// Sizes on both sides of every border: 8 lanes, panels of 128 queries, 64 floats of vector code.
    static let shapes = [
        [0, 3, 2], [1, 1, 1], [1, 2, 3], [7, 63, 5], [8, 64, 4], [9, 65, 3], [16, 130, 16],
        [128, 9, 2],
        [1023, 5, 3], [1024, 5, 3], [1025, 6, 3], [2049, 3, 2],
    ]

    @Test("value and gradients are those of the double loop", arguments: shapes)
    func oracle(shape: [Int]) {
        let world = World(queryCount: shape[0], candidateCount: shape[1], dimension: shape[2])
        var loss = SoftmaxLoss()
        world.expectTruth(of: world.evaluated(by: &loss))
    }

    @Test("one loss evaluates batches of any shapes in turn")
    func shapesInTurn() {
        var loss = SoftmaxLoss()
        for shape in Self.shapes + Self.shapes.reversed() {
            let world = World(queryCount: shape[0], candidateCount: shape[1], dimension: shape[2])
            world.expectTruth(of: world.evaluated(by: &loss))
        }
    }

    @Test("the gradient of the queries is the slope of the value", arguments: [1 as UInt64, 2, 3])
    func slopes(seed: UInt64) {
        let world = World(queryCount: 5, candidateCount: 6, dimension: 3, seed: seed)
        var loss = SoftmaxLoss()
        let outcome = world.evaluated(by: &loss)
        let step: Float = 1e-2
        for row in 0..<5 {
            for column in 0..<3 {
                var (above, below) = (world, world)
                above.queries[row, column] += step
                below.queries[row, column] -= step
                let rise = above.evaluated(by: &loss).value - below.evaluated(by: &loss).value
                let slope = rise / Double(2 * step)
                #expect(abs(slope - Double(outcome.queryGradient[row, column])) < 2e-2)
            }
        }
    }

    @Test("a constant added to every bias moves no gradient, and the value by itself")
    func constantBias() {
        var world = World(queryCount: 20, candidateCount: 30, dimension: 4)
        var loss = SoftmaxLoss()
        let before = world.evaluated(by: &loss)
        world.bias = world.bias.map { $0 + 2 }
        let after = world.evaluated(by: &loss)
        // Each query's log-sum grows by 2, and counts as often as its total.
        let growth = 2 * world.totals.reduce(0) { $0 + Double($1) }
        #expect(abs(after.value - before.value - growth) < 1e-3)
        #expect(after.queryGradient.distance(to: before.queryGradient.doubles) < 1e-4)
        #expect(after.candidateGradient.distance(to: before.candidateGradient.doubles) < 1e-4)
    }

    @Test(
        "a candidate that is the query itself is no negative",
        arguments: shapes.filter { $0[1] > 2 }
    )
    func own(shape: [Int]) {
        var world = World(queryCount: shape[0], candidateCount: shape[1], dimension: shape[2])
        world.own = (0..<shape[0]).map { $0 * 2 % shape[1] }
        var loss = SoftmaxLoss()
        world.expectTruth(of: world.evaluated(by: &loss))
    }

    @Test("each query forgoes its own share of the popularity biases", arguments: shapes)
    func relief(shape: [Int]) {
        var world = World(queryCount: shape[0], candidateCount: shape[1], dimension: shape[2])
        world.relief = Relief(
            shares: (0..<shape[0]).map { Float($0 % 4) / 3 },
            popularityBiases: (0..<shape[1]).map { Float($0 % 5) }
        )
        var loss = SoftmaxLoss()
        world.expectTruth(of: world.evaluated(by: &loss))
    }

    @Test("scores of hundreds neither overflow nor vanish")
    func largeScores() {
        // Scores 400 and -400 at temperature 1: log(e^400 + e^-400) = 400.
        let queries = Matrix(rowCount: 1, columnCount: 1, values: [20])
        let candidates = Matrix(rowCount: 2, columnCount: 1, values: [20, -20])
        var loss = SoftmaxLoss()
        let outcome = loss.evaluate(
            SoftmaxLoss.Terms(
                queries: queries,
                candidates: candidates,
                bias: [0, 0],
                totals: [1],
                temperature: 1
            )
        )
        #expect(abs(outcome.value - 400) < 1e-3)
        #expect(abs(outcome.queryGradient[0, 0] - 20) < 1e-3)
    }
}

/// Random queries and candidates, and what the definition says of them.
private struct World {
    var queries: Matrix
    let candidates: Matrix
    var bias: [Float]
    let totals: [Float]
    let temperature: Float = 0.5
    var own: [Int]?
    var relief: Relief?

    init(queryCount: Int, candidateCount: Int, dimension: Int, seed: UInt64 = 1) {
        queries = Matrix(uniform: queryCount, dimension, seed: seed)
        candidates = Matrix(uniform: candidateCount, dimension, seed: seed + 1)
        bias = Matrix(uniform: candidateCount, 1, seed: seed + 2).values
        totals = Matrix(uniform: queryCount, 1, seed: seed + 3).values.map { 1 + $0 }
    }

    func evaluated(by loss: inout SoftmaxLoss) -> SoftmaxLoss.Outcome {
        loss.evaluate(
            SoftmaxLoss.Terms(
                queries: queries,
                candidates: candidates,
                bias: bias,
                totals: totals,
                temperature: temperature,
                own: own,
                relief: relief
            )
        )
    }

    func bias(_ query: Int, _ candidate: Int) -> Double {
        Double(bias[candidate])
            - (relief.map { Double($0.shares[query]) * Double($0.popularityBiases[candidate]) } ?? 0)
    }

    func expectTruth(of outcome: SoftmaxLoss.Outcome) {
        let (f, g) = (queries.doubles, candidates.doubles)
        let inverse = 1 / Double(temperature)
        var value = 0.0
        var queryGradient = f.map { $0.map { _ in 0.0 } }
        var candidateGradient = g.map { $0.map { _ in 0.0 } }
        for (q, query) in f.enumerated() {
            let weights = g.indices.map { candidate in
                own?[q] == candidate
                    ? 0 : exp(dot(query, g[candidate]) * inverse + bias(q, candidate))
            }
            let sum = weights.reduce(0, +)
            let total = Double(totals[q])
            value += total * log(sum)
            for c in g.indices {
                let pull = total * weights[c] / sum * inverse
                for d in query.indices {
                    queryGradient[q][d] += pull * g[c][d]
                    candidateGradient[c][d] += pull * query[d]
                }
            }
        }
        let scale = 1 + (candidateGradient.joined().map(abs).max() ?? 0)
        #expect(abs(outcome.value - value) < 2e-6 * (1 + abs(value)))
        #expect(outcome.queryGradient.distance(to: queryGradient) < 1e-5)
        #expect(outcome.candidateGradient.distance(to: candidateGradient) < 1e-5 * scale)
    }
}
