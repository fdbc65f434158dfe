import LinearAlgebra
import Testing

@testable import TwoTower

@Suite("a tower")
struct TowerTests {
    private let table = Matrix(rowCount: 3, columnCount: 2, values: [3, 4, 1, 0, 0, 0])
    private let features = SparseMatrix(
        [[(0, 1)], [(0, 2), (1, -6)], [(2, 1)], []],
        columnCount: 3
    )

    @Test("an embedding is the weighted sum of its features")
    func sums() {
        let output = Tower(features: features, isNormalised: false).embed(with: table)
        // [3, 4]; 2 · [3, 4] - 6 · [1, 0] = [0, 8]; nothing; nothing.
        #expect(output.embeddings.values == [3, 4, 0, 8, 0, 0, 0, 0])
        #expect(output.lengths == nil)
    }

    @Test("normalised, it has length 1, and nothing stays nothing")
    func normalised() {
        let output = Tower(features: features, isNormalised: true).embed(with: table)
        #expect(output.embeddings.distance(to: [[0.6, 0.8], [0, 1], [0, 0], [0, 0]]) < 1e-6)
        #expect(output.lengths == [5, 8, 1, 1])
    }

    @Test("some rows alone are those rows, in the order asked for")
    func gathering() {
        let tower = Tower(features: features, isNormalised: true)
        let all = tower.embed(with: table).embeddings
        #expect(
            tower.gathering([1, 0]).embed(with: table).embeddings
                == all.gathering([1, 0])
        )
    }

    @Test("block by block, the embeddings are those of all rows at once", arguments: [[], [3]])
    func blocks(units: [Int]) {
        var blocks = FeatureTable()
        _ = blocks.addBlock("features", rowNames: (0..<7).map(String.init))
        let layers = DenseLayers(units, of: "query", dimension: 4, addedTo: &blocks)
        let tower = Tower(
            features: SparseMatrix(ofOnes: (0..<5000).map { [$0 % 7, $0 % 5] }, columnCount: 7),
            layers: layers,
            isNormalised: true
        )
        let table = Matrix(uniform: blocks.rowCount, 4, seed: 6)
        let all = tower.embed(with: table).embeddings
        #expect(tower.embeddings(with: table).distance(to: all.doubles) < 1e-6)
    }
}
