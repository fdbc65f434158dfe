import Ratings
import Testing

@testable import TwoTower

@Suite("who takes part in a step")
struct ParticipantsTests {
    @Test("rivals and positives, each once, numbered in the order of their rows")
    func union() {
        let rivals = Rivals(rows: [2, 5, 9], bias: [0.2, 0.5, 0.9])
        let participants = Participants(rivals, [9, 0, 3, 0].map { Row($0) }, of: 10)
        #expect(participants.rows == [0, 2, 3, 5, 9])
        #expect(participants.count == 5)
        #expect([0, 2, 3, 5, 9].map(participants.number) == [0, 1, 2, 3, 4])
        #expect(participants.rows(of: [4, 1]) == [9, 2])
        #expect(participants.gathering((0..<10).map(Float.init)) == [0, 2, 3, 5, 9])
        let numbered = participants.numbering(rivals)
        #expect(numbered.rows == [1, 3, 4])
        #expect(numbered.bias == rivals.bias)
    }

    @Test("where all compete, all take part and keep their rows")
    func everybody() {
        let rivals = Rivals(rows: nil, bias: [1, 2, 3])
        let participants = Participants(rivals, [Row(1)], of: 3)
        #expect(participants.rows == nil)
        #expect(participants.count == 3)
        #expect((0..<3).map(participants.number) == [0, 1, 2])
        #expect(participants.rows(of: [2, 0]) == [2, 0])
        #expect(participants.gathering([1, 2, 3]) == [1, 2, 3])
        #expect(participants.numbering(rivals).rows == nil)
    }
}
