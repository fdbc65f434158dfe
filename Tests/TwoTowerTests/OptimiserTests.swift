import LinearAlgebra
import Testing

@testable import TwoTower

@Suite("optimisers")
struct OptimiserTests {
    @Test("Adagrad divides by the root of all squares so far, beginning with 0.1")
    func adagrad() {
        var table = Matrix(rowCount: 1, columnCount: 2, values: [1, 1])
        var optimiser = Optimiser(settings(.adagrad), for: table)
        let gradient = Matrix(rowCount: 1, columnCount: 2, values: [0.5, -2])
        optimiser.step(&table, rows: [0], along: gradient, rate: 0.1)
        // 1 - 0.1 · 0.5 / √(0.1 + 0.25) = 0.915485; 1 + 0.1 · 2 / √(0.1 + 4) = 1.098773
        #expect(table.distance(to: [[0.915485, 1.098773]]) < 1e-5)
        optimiser.step(&table, rows: [0], along: gradient, rate: 0.1)
        // - 0.1 · 0.5 / √(0.1 + 2 · 0.25) = - 0.064550; + 0.1 · 2 / √(0.1 + 2 · 4) = + 0.070273
        #expect(table.distance(to: [[0.850935, 1.169046]]) < 1e-5)
    }

    @Test("Adam is the algorithm of the paper, step by step")
    func adam() {
        var table = Matrix(uniform: 1, 3, seed: 1)
        var expected = table.doubles[0]
        var (m, v) = ([0.0, 0, 0], [0.0, 0, 0])
        var optimiser = Optimiser(settings(.adam), for: table)
        for step in 1...50 {
            let gradient = Matrix(uniform: 1, 3, seed: UInt64(step) + 10)
            optimiser.step(&table, rows: [0], along: gradient, rate: 0.03)
            for (place, g) in gradient.doubles[0].enumerated() {
                m[place] = 0.9 * m[place] + 0.1 * g
                v[place] = 0.999 * v[place] + 0.001 * g * g
                var (first, second) = (1.0, 1.0)
                for _ in 0..<step { (first, second) = (first * 0.9, second * 0.999) }
                let mean = m[place] / (1 - first)
                let square = v[place] / (1 - second)
                expected[place] -= 0.03 * mean / (square.squareRoot() + 1e-8)
            }
            #expect(table.distance(to: [expected]) < 1e-4, "step \(step)")
        }
    }

    @Test("what a parameter loses of itself is the decay times the rate")
    func weightDecay() {
        var settings = settings(.adam)
        settings.weightDecay = 0.5
        var table = Matrix(rowCount: 1, columnCount: 2, values: [2, -4])
        var optimiser = Optimiser(settings, for: table)
        optimiser.step(
            &table,
            rows: [0],
            along: Matrix(rowCount: 1, columnCount: 2),
            rate: 0.1
        )
        // No gradient, so only 2 - 0.1 · 0.5 · 2 and -4 + 0.1 · 0.5 · 4.
        #expect(table.distance(to: [[1.9, -3.8]]) < 1e-6)
    }

    @Test(
        "rows that a step leaves out stay, and later take a first step of their own",
        arguments: [OptimiserKind.adagrad, .adam]
    )
    func rowsApart(kind: OptimiserKind) {
        let start = Matrix(uniform: 3, 4, seed: 2)
        let gradient = Matrix(uniform: 3, 4, seed: 3)
        var together = start
        var optimiser = Optimiser(settings(kind), for: together)
        optimiser.step(&together, rows: [0, 1, 2], along: gradient, rate: 0.1)

        var apart = start
        optimiser = Optimiser(settings(kind), for: apart)
        optimiser.step(&apart, rows: [2], along: gradient.gathering([2]), rate: 0.1)
        #expect(apart[row: 0] == start[row: 0] && apart[row: 1] == start[row: 1])
        #expect(apart[row: 2] != start[row: 2])
        optimiser.step(&apart, rows: [0, 1], along: gradient.gathering([0, 1]), rate: 0.1)
        #expect(apart == together)
    }

    private func settings(_ kind: OptimiserKind) -> TrainingSettings {
        var settings = TrainingSettings.tiny()
        settings.optimiser = kind
        return settings
    }
}
