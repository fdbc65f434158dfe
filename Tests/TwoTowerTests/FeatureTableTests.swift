import Ratings
import Testing

@testable import TwoTower

@Suite("the table of parameters")
struct FeatureTableTests {
    @Test("blocks follow each other without a gap")
    func blocks() {
        var table = FeatureTable()
        #expect(table.rowCount == 0)
        #expect(table.addBlock("query/user", count: 3) == 0..<3)
        #expect(table.addBlock("nothing", count: 0) == 3..<3)
        #expect(table.addBlock("candidate/movie", count: 2) == 3..<5)
        #expect(table.rowCount == 5)
        #expect(table.blocks.map(\.name) == ["query/user", "nothing", "candidate/movie"])
    }

    @Test("parameters begin within their range, on both sides of 0")
    func initialParameters() {
        var table = FeatureTable()
        _ = table.addBlock("a", count: 100)
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
}
