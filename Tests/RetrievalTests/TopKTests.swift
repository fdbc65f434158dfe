import Fixtures
import LinearAlgebra
import Ratings
import Retrieval
import Testing

/// The k best the slow way: all scores that count, sorted by falling score and rising row.
func fullSort(_ scores: [Float], _ k: Int) -> [(candidate: Int, score: Float)] {
    let ranked: [(offset: Int, element: Float)] = scores.enumerated()
        .filter { $0.element > -.infinity }
        .sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }
    return ranked.prefix(k).map { ($0.offset, $0.element) }
}

@Suite("The k best of many scores")
struct TopKTests {
    /// The lists of rows of scores, nothing excluded.
    private func best(_ k: Int, of scores: Matrix) -> RankedLists<User, Movie> {
        ExactIndex<Movie>.best(
            k,
            ofEach: scores.rowCount,
            excluding: { (_: Row<User>) in [] },
            scoring: { scores.gathering(Array($0)) }
        )
    }

    private func expectFullSort(_ k: Int, of scores: Matrix) {
        let lists = best(k, of: scores)
        #expect(lists.count == scores.rowCount)
        for row in 0..<scores.rowCount {
            let expected = fullSort(Array(scores[row: row]), k)
            #expect(lists[Row(row)].map(\.index) == expected.map(\.candidate))
            #expect(Array(lists.scores(of: Row(row))) == expected.map(\.score))
        }
    }

    // The buffer beyond k has 512 places: 511, 512 and 513 cross its end.
    @Test(
        "the list is the head of a full sort",
        arguments: [0, 1, 2, 10, 100, 600],
        [0, 1, 2, 63, 64, 65, 511, 512, 513, 1_200, 3_000]
    )
    func oracle(k: Int, candidateCount: Int) {
        var generator = SplitMix64(seed: UInt64(k * 10_000 + candidateCount))
        let rowCount = 4
        let count = rowCount * candidateCount
        expectFullSort(
            k,
            of: Matrix(
                rowCount: rowCount,
                columnCount: candidateCount,
                values: generator.floats(count)
            )
        )
        // Few different scores, so that nearly all are ties.
        expectFullSort(
            k,
            of: Matrix(
                rowCount: rowCount,
                columnCount: candidateCount,
                values: generator.wholeFloats(count, in: -3...3)
            )
        )
    }

    @Test(
        "scores that rise or fall all the way are ranked like others",
        arguments: [1, 50, 512, 700]
    )
    func monotone(k: Int) {
        let rising = (0..<2_000).map { Float($0) - 1_000 }
        let falling = Array(rising.reversed())
        let equal = [Float](repeating: 0.5, count: 2_000)
        expectFullSort(
            k,
            of: Matrix(rowCount: 3, columnCount: 2_000, values: rising + falling + equal)
        )
    }

    @Test("NaN and -∞ are never taken, +∞ comes first")
    func specialScores() {
        let scores = Matrix(
            rowCount: 1,
            columnCount: 6,
            values: [.nan, -.infinity, 1, .infinity, -.greatestFiniteMagnitude, .nan]
        )
        let lists = best(6, of: scores)
        #expect(lists[Row(0)].map(\.index) == [3, 2, 4])
        #expect(Array(lists.scores(of: Row(0))) == [.infinity, 1, -.greatestFiniteMagnitude])
    }

    @Test("zero and minus zero are a tie, and small numbers of either sign are in order")
    func zeros() {
        let least = Float.leastNonzeroMagnitude
        let scores = Matrix(rowCount: 1, columnCount: 5, values: [-0.0, 0, -least, least, -0.0])
        #expect(best(5, of: scores)[Row(0)].map(\.index) == [3, 0, 1, 4, 2])
    }
}
