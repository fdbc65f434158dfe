import LinearAlgebra
import Testing

@testable import TwoTower

@Suite("who takes part in a step")
struct ParticipantsTests {
    @Test("some, each once, are numbered in the order of their rows; the others have no number")
    func some() {
        let participants = Participants([2, 5, 9, 9, 0, 3, 0], of: 10)
        #expect(participants.rows == [0, 2, 3, 5, 9])
        #expect(participants.count == 5)
        #expect([0, 2, 3, 5, 9].map(participants.number) == [0, 1, 2, 3, 4])
        #expect([1, 4, 6, 7, 8].allSatisfy { participants.number(of: $0) == nil })
        #expect(participants.rows(of: [4, 1]) == [9, 2])
        #expect(participants.gathering((0..<10).map(Float.init)) == [0, 2, 3, 5, 9])
    }

    @Test("all keep their rows")
    func everybody() {
        let participants = Participants(all: 3)
        #expect(participants.rows == nil)
        #expect(participants.count == 3)
        #expect((0..<3).map(participants.number) == [0, 1, 2])
        #expect(participants.rows(of: [2, 0]) == [2, 0])
        #expect(participants.gathering([1, 2, 3]) == [1, 2, 3])
    }

    @Test("the parameters of features and layers take part, and entries move to their numbers")
    func parameters() {
        var table = FeatureTable()
        _ = table.addBlock("features", rowNames: (0..<9).map(String.init))
        let layers = DenseLayers([1], of: "query", dimension: 4, addedTo: &table)
        let one = SparseMatrix([[(7, 1), (2, 3)], []], columnCount: 9)
        let other = SparseMatrix([[(2, 5)], [(4, 6)]], columnCount: 9)
        let participants = Participants(
            parametersOf: Tower(features: one, layers: layers, isNormalised: true),
            Tower(features: other, isNormalised: true),
            among: 13
        )
        #expect(participants.rows == [2, 4, 7, 9, 10])
        #expect(
            participants.numbering(columnsOf: one)
                == SparseMatrix([[(2, 1), (0, 3)], []], columnCount: 5)
        )
        #expect(Participants(all: 9).numbering(columnsOf: one) == one)
    }
}
