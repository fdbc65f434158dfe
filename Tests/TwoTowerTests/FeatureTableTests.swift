import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("the table of parameters")
struct FeatureTableTests {
    @Test("blocks follow each other without a gap")
    func blocks() {
        var table = FeatureTable()
        #expect(table.rowCount == 0)
        #expect(table.addBlock("query/user", rowNames: ["a", "b", "c"]) == 0..<3)
        #expect(table.addBlock("nothing", rowNames: []) == 3..<3)
        #expect(table.addBlock("candidate/movie", rowNames: ["1", "2"]) == 3..<5)
        #expect(table.rowCount == 5)
        #expect(table.blocks.map(\.name) == ["query/user", "nothing", "candidate/movie"])
    }

    @Test("parameters begin within their range, on both sides of 0")
    func initialParameters() {
        var table = FeatureTable()
        _ = table.addBlock("a", rowNames: (0..<100).map(String.init))
        var generator = SeededGenerator(seed: 1, stage: "train")
        let values = table.initialParameters(
            dimension: 8,
            deviation: 0.05 / Float(3).squareRoot(),
            using: &generator
        ).values
        #expect(values.count == 800)
        #expect(values.allSatisfy { abs($0) <= 0.05 })
        // A mean of 800 uniform numbers has a standard deviation of 0.05 / √3 / √800 = 0.001.
        #expect(abs(values.reduce(0, +) / 800) < 0.005)
        #expect(values.contains { $0 > 0.04 } && values.contains { $0 < -0.04 })
    }

    @Test("a block may begin with a deviation of its own, and those before it begin as without it")
    func deviations() {
        var table = FeatureTable()
        _ = table.addBlock("usual", rowNames: (0..<40).map(String.init))
        func start(_ table: FeatureTable) -> Matrix {
            var generator = SeededGenerator(seed: 1, stage: "train")
            return table.initialParameters(dimension: 3, deviation: 0.05, using: &generator)
        }
        let before = start(table).values
        _ = table.addBlock("wide", rowNames: (0..<40).map(String.init), deviation: 5)
        _ = table.addBlock("nothing", rowNames: ["0"], deviation: 0)
        let after = start(table).values
        #expect(Array(after[..<120]) == before)
        #expect(after[120..<240].contains { abs($0) > 4 })
        #expect(after[240...].allSatisfy { $0 == 0 })
    }

    @Test("rows of the same block and name are taken over, byte for byte; the others stay")
    func takeOver() {
        var table = FeatureTable()
        _ = table.addBlock("query/user", rowNames: ["b", "caf\u{E9}", "new"])
        _ = table.addBlock("candidate/movie", rowNames: ["b"])
        var parameters = Matrix(rowCount: 4, columnCount: 2)
        let earlier = [
            ParameterBlock(
                name: "query/user",
                rowNames: ["a", "b", "cafe\u{301}"],
                values: Matrix(rowCount: 3, columnCount: 2, values: [1, 2, 3, 4, 5, 6])
            ),
            ParameterBlock(
                name: "candidate/movie",
                rowNames: ["b"],
                values: Matrix(rowCount: 1, columnCount: 3, values: [7, 8, 9])
            ),
        ]
        #expect(table.takeOver(earlier, into: &parameters) == 1)
        #expect(parameters.values == [3, 4, 0, 0, 0, 0, 0, 0])
        #expect(table.blocks(of: parameters)[0].rowNames == ["b", "caf\u{E9}", "new"])
        #expect(table.blocks(of: parameters)[0].values.values == [3, 4, 0, 0, 0, 0])
    }
}
