import Testing

@testable import Publishing

@Suite("counting lists")
struct ListTallyTests {
    @Test("rows are counted by source, lists by length, and tallies add up")
    func counts() {
        var first = ListTally()
        first.count([.model, .model, .popularity])
        first.count([])
        var second = ListTally()
        second.count([.popularity])
        let both = ListTally(adding: [first, second, ListTally()])
        #expect(both.rowCounts == [.model: 2, .popularity: 2])
        #expect(both.rowCount == 4)
        #expect((0...4).map(both.listCount(below:)) == [0, 1, 2, 2, 3])
    }

    @Test("nothing counts nothing")
    func empty() {
        #expect(ListTally(adding: []) == ListTally())
        #expect(ListTally().rowCount == 0)
        #expect(ListTally().listCount(below: 5) == 0)
    }
}
