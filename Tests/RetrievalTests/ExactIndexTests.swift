import Cores
import Fixtures
import LinearAlgebra
import Ratings
import Retrieval
import Testing

/// Queries, candidates, which of them are admitted, and which are excluded for each query.
struct RetrievalCase: CustomTestStringConvertible {
    let seed: UInt64
    let queryCount: Int
    let candidateCount: Int
    let k: Int

    var testDescription: String {
        "seed \(seed): best \(k) of \(candidateCount) for \(queryCount) queries"
    }

    let queries: Matrix
    let candidates: Matrix
    let isAdmitted: [Bool]
    let excluded: [[Row<Movie>]]

    init(seed: UInt64, queryCount: Int, candidateCount: Int, k: Int) {
        self.seed = seed
        self.queryCount = queryCount
        self.candidateCount = candidateCount
        self.k = k
        var generator = SplitMix64(seed: seed)
        // Few whole numbers: products are exact, and ties are everywhere.
        let dimension = Int.random(in: 1...6, using: &generator)
        queries = Matrix(
            rowCount: queryCount,
            columnCount: dimension,
            values: generator.wholeFloats(queryCount * dimension, in: -3...3)
        )
        candidates = Matrix(
            rowCount: candidateCount,
            columnCount: dimension,
            values: generator.wholeFloats(candidateCount * dimension, in: -3...3)
        )
        let share = [0.0, 0.1, 0.5, 1][Int(seed % 4)]
        isAdmitted = (0..<candidateCount).map { _ in
            share == 0 || Double.random(in: 0..<1, using: &generator) < share
        }
        excluded = (0..<queryCount).map { query in
            guard candidateCount > 0 else { return [] }
            // In any order, repeated, some not admitted; now and then nearly everything.
            let count =
                query % 17 == 0 ? 3 * candidateCount : Int.random(in: 0...20, using: &generator)
            return (0..<count).map { _ in
                Row(Int.random(in: 0..<candidateCount, using: &generator))
            }
        }
    }

    /// The scores of one query the slow way, -∞ for what may not be returned.
    func scores(of query: Int) -> [Float] {
        let hidden = Set(excluded[query].map(\.index))
        return (0..<candidateCount).map { candidate in
            guard isAdmitted[candidate], !hidden.contains(candidate) else { return -.infinity }
            return zip(queries[row: query], candidates[row: candidate])
                .reduce(0) { $0 + $1.0 * $1.1 }
        }
    }

    func lists() -> RankedLists<User, Movie> {
        ExactIndex<Movie>(candidates, admitting: isAdmitted)
            .best(k, for: queries, excluding: { excluded[$0.index][...] })
    }

    /// Sizes below, at and above a block of 256 queries and a tile of 1,024 candidates.
    static let all: [RetrievalCase] = [
        (1, 0, 10), (0, 5, 10), (1, 1, 1), (3, 2, 10), (255, 40, 5), (256, 1_023, 20),
        (257, 1_024, 20), (20, 1_025, 100), (20, 1_025, 2_000), (513, 300, 300), (40, 2_048, 1),
        (40, 2_049, 30), (30, 3_500, 600), (300, 100, 0),
    ].enumerated().flatMap { place, sizes in
        (0..<4).map { variant in
            RetrievalCase(
                seed: UInt64(4 * place + variant),
                queryCount: sizes.0,
                candidateCount: sizes.1,
                k: sizes.2
            )
        }
    }
}

@Suite("The exact index")
struct ExactIndexTests {
    @Test(
        "every list is the head of a full sort of all admitted candidates",
        arguments: RetrievalCase.all
    )
    func oracle(retrieval: RetrievalCase) {
        let lists = retrieval.lists()
        #expect(lists.count == retrieval.queryCount)
        var wrongCount = 0
        for query in 0..<retrieval.queryCount {
            let expected = fullSort(retrieval.scores(of: query), retrieval.k)
            let isRight =
                lists[Row(query)].map(\.index) == expected.map(\.candidate)
                && Array(lists.scores(of: Row(query))) == expected.map(\.score)
            if !isRight { wrongCount += 1 }
        }
        #expect(wrongCount == 0)
    }

    @Test(
        "scores that are no dot products are ranked by the same order",
        arguments: RetrievalCase.all
    )
    func givenScores(retrieval: RetrievalCase) {
        let width = retrieval.candidateCount
        let scores: [[Float]] = (0..<retrieval.queryCount).map { query in
            (0..<width).map { candidate in Float((query * 7 + candidate * 13) % 11 - 5) }
        }
        let lists: RankedLists<User, Movie> = ExactIndex<Movie>.best(
            retrieval.k,
            ofEach: retrieval.queryCount,
            excluding: { query in retrieval.excluded[query.index][...] },
            scoring: { range in
                Matrix(
                    rowCount: range.count,
                    columnCount: width,
                    values: range.flatMap { scores[$0] }
                )
            }
        )
        #expect(lists.count == retrieval.queryCount)
        var wrongCount = 0
        for query in 0..<retrieval.queryCount {
            var allowed = scores[query]
            for candidate in retrieval.excluded[query] { allowed[candidate.index] = -.infinity }
            let expected = fullSort(allowed, retrieval.k)
            if lists[Row(query)].map(\.index) != expected.map(\.candidate) { wrongCount += 1 }
        }
        #expect(wrongCount == 0)
    }

    @Test("a short catalogue gives a short list, never padding")
    func shortList() {
        let candidates = Matrix(rowCount: 3, columnCount: 1, values: [1, 3, 2])
        let queries = Matrix(rowCount: 2, columnCount: 1, values: [1, -1])
        let index = ExactIndex<Movie>(candidates, admitting: [true, true, true])
        let lists: RankedLists<User, Movie> = index.best(
            10,
            for: queries,
            excluding: { $0.index == 0 ? [Row(1)] : [] }
        )
        #expect(lists[Row(0)].map(\.index) == [2, 0])
        #expect(lists[Row(1)].map(\.index) == [0, 2, 1])
        #expect(Array(lists.scores(of: Row(1))) == [-1, -2, -3])
    }

    @Test("the number of cores changes no bit of a list")
    func coresChangeNothing() {
        let before = Cores.limit
        defer { Cores.limit = before }
        var generator = SplitMix64(seed: 4)
        let (queryCount, candidateCount, dimension) = (1_100, 1_500, 32)
        let queries = Matrix(
            rowCount: queryCount,
            columnCount: dimension,
            values: generator.floats(queryCount * dimension)
        )
        let candidates = Matrix(
            rowCount: candidateCount,
            columnCount: dimension,
            values: generator.floats(candidateCount * dimension)
        )
        let index = ExactIndex<Movie>(
            candidates,
            admitting: [Bool](repeating: true, count: candidateCount)
        )
        let results = [1, 2, 3, 8].map { limit in
            Cores.limit = limit
            let lists: RankedLists<User, Movie> = index.best(
                20,
                for: queries,
                excluding: { _ in [] }
            )
            return (lists.candidates, lists.scores.map(\.bitPattern))
        }
        for result in results.dropFirst() {
            #expect(result.0 == results[0].0)
            #expect(result.1 == results[0].1)
        }
    }

    @Test("to the bit, a query alone has the list that it has among all")
    func alone() {
        var generator = SplitMix64(seed: 5)
        let (queryCount, candidateCount, dimension) = (1_100, 700, 32)
        let queries = Matrix(
            rowCount: queryCount,
            columnCount: dimension,
            values: generator.floats(queryCount * dimension)
        )
        let index = ExactIndex<Movie>(
            Matrix(
                rowCount: candidateCount,
                columnCount: dimension,
                values: generator.floats(candidateCount * dimension)
            ),
            admitting: (0..<candidateCount).map { $0 % 7 != 0 }
        )
        let excluded = { @Sendable (query: Row<User>) in
            (0..<30).map { Row<Movie>((query.index + 11 * $0) % candidateCount) }[...]
        }
        let lists = index.best(20, for: queries, excluding: excluded)
        // At the edges of blocks, and some between.
        for query in [0, 1, 300, 511, 512, 1_000, 1_023, 1_024, 1_099].map({ Row<User>($0) }) {
            let list = index.best(20, for: query, among: queries, excluding: excluded)
            #expect(list.map(\.0) == Array(lists[query]))
            #expect(list.map(\.1) == Array(lists.scores(of: query)))
        }
    }

    @Test("a mark too few stops the program")
    func wrongMarks() async {
        await #expect(processExitsWith: .failure) {
            _ = ExactIndex<Movie>(Matrix(rowCount: 2, columnCount: 1), admitting: [true])
        }
    }
}
