import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("dense layers")
struct DenseLayersTests {
    @Test(
        "what comes out is the definition's, for any number of rows",
        arguments: [0, 1, 127, 300]
    )
    func definition(rowCount: Int) {
        let (layers, table) = Self.layers([3, 5])
        let input = Matrix(uniform: rowCount, 4, seed: 2)
        let output = layers.output(of: input, with: table).values
        #expect(output.rowCount == rowCount)
        #expect(
            output.distance(to: input.doubles.map { layers.definition($0, table.doubles) }) < 1e-5
        )
        #expect(rowCount == 0 || output.distance(to: input.doubles) > 0.1)
    }

    @Test("the way back follows the slopes of a sum, to the input and to the weights")
    func slopes() {
        let (layers, table) = Self.layers([3, 5])
        let input = Matrix(uniform: 200, 4, seed: 2)
        let factors = Matrix(uniform: 200, 4, seed: 3).doubles
        func sum(_ input: [[Double]], _ table: [[Double]]) -> Double {
            zip(input, factors).reduce(0) { $0 + dot(layers.definition($1.0, table), $1.1) }
        }
        let gradient = Matrix(uniform: 200, 4, seed: 3)
        let back = layers.back(gradient, through: layers.output(of: input, with: table))
        let ofInput = NaiveLoss.slopes(at: input.doubles) { sum($0, table.doubles) }
        let ofTable = NaiveLoss.slopes(at: table.doubles) { sum(input.doubles, $0) }
        #expect(back.input.distance(to: ofInput) < 1e-4)
        #expect(back.weights.distance(to: Array(ofTable[layers.rows])) < 1e-4)
        #expect(back.weights.values.contains { abs($0) > 0.1 })
    }

    @Test("a tower with layers begins as the one without, and learns more")
    func beginning() throws {
        func train(epochs: Int, _ units: [Int]) throws -> RetrievalModel<User, Movie> {
            var training = TrainingSettings.tiny(epochs: epochs)
            training.queryLayers = units
            training.candidateLayers = units
            return try UserMovieModel.train(
                on: .random(users: 12, movies: 10, each: 5, seed: 4),
                of: Catalogue(10),
                with: .tiny(training),
                moment: { _ in nil },
                seed: 3
            )
        }
        let (plain, layered) = (try train(epochs: 0, []), try train(epochs: 0, [7, 2]))
        #expect(layered.queries == plain.queries)
        #expect(layered.candidates == plain.candidates)
        #expect(
            layered.parameters.map(\.name) == plain.parameters.map(\.name)
                + ["query", "candidate"].flatMap { tower in
                    ["1/in", "1/out", "2/in", "2/out"].map { "\(tower)/layer_\($0)" }
                }
        )
        let losses = try [[], [16]].map { try #require(train(epochs: 20, $0).losses.last) }
        #expect(losses[1] < losses[0])
    }

    @Test("the same bytes on one core and on several")
    func cores() {
        let (layers, table) = Self.layers([9])
        let input = Matrix(uniform: 900, 4, seed: 2)
        let results = [1, 4].map { count in
            onCores(count) {
                let output = layers.output(of: input, with: table)
                let back = layers.back(input, through: output)
                return [output.values, back.input, back.weights]
            }
        }
        #expect(results[0] == results[1])
    }

    @Test("a layer without units, or with more than a night can train, is no recipe")
    func faults() {
        for units in [[0], [8, -1], [65_537]] {
            var settings = TrainingSettings.tiny()
            settings.candidateLayers = units
            #expect(settings.fault == "each of candidateLayers must be between 1 and 65536")
        }
        var settings = TrainingSettings.tiny()
        settings.queryLayers = [1, 65_536]
        #expect(settings.fault == nil)
    }

    /// Layers of the common width 4, after two rows of features, with weights up to 0.8.
    private static func layers(_ units: [Int]) -> (DenseLayers, Matrix) {
        var table = FeatureTable()
        _ = table.addBlock("features", rowNames: ["a", "b"])
        let layers = DenseLayers(units, of: "query", dimension: 4, addedTo: &table)
        return (
            layers, Matrix(uniform: table.rowCount, 4, range: 0.8 / DenseLayers.scale, seed: 1)
        )
    }
}
