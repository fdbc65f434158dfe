import Ratings
import Retrieval
import Testing

@Suite("Ranked lists")
struct RankedListsTests {
    private typealias Lists = RankedLists<User, Movie>

    /// Lists of three queries: movies 5 and 2, nothing, movie 7.
    private var lists: Lists {
        var lists = Lists()
        lists.append([(candidate: 5, score: 0.9), (candidate: 2, score: 0.4)])
        lists.append([])
        lists.append([(candidate: 7, score: -1)])
        return lists
    }

    @Test("each query has its own list, which may be empty")
    func lookUp() {
        #expect(lists.count == 3)
        #expect(Array(lists[Row(0)]) == [Row(5), Row(2)])
        #expect(Array(lists.scores(of: Row(0))) == [0.9, 0.4])
        #expect(lists[Row(1)].isEmpty)
        #expect(Array(lists[Row(2)]) == [Row(7)])
        #expect(Array(lists.scores(of: Row(2))) == [-1])
        #expect(Lists().count == 0)
    }

    @Test("lists of some queries stand at their rows, and the others' are empty")
    func spreading() {
        let all = Lists(6, spreading: lists, to: [Row(1), Row(2), Row(4)])
        #expect(all.count == 6)
        for (place, row) in [1, 2, 4].enumerated() {
            #expect(all[Row(row)] == lists[Row(place)])
            #expect(all.scores(of: Row(row)) == lists.scores(of: Row(place)))
        }
        for row in [0, 3, 5] { #expect(all[Row(row)].isEmpty) }
        #expect(Lists(3, spreading: Lists(), to: []).count == 3)
        let whole = Lists(3, spreading: lists, to: [Row(0), Row(1), Row(2)])
        for row in 0..<3 { #expect(whole[Row(row)] == lists[Row(row)]) }
    }

    @Test("lists of the next queries stand behind the others")
    func appending() {
        var all = lists
        all.append(Lists())
        all.append(lists)
        #expect(all.count == 6)
        for query in 0..<3 {
            #expect(all[Row(query)] == lists[Row(query)])
            #expect(Array(all[Row(query + 3)]) == Array(lists[Row(query)]))
            #expect(Array(all.scores(of: Row(query + 3))) == Array(lists.scores(of: Row(query))))
        }
    }
}
