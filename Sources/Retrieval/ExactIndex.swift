import Cores
import LinearAlgebra
import Ratings

/// Finds each query's best candidates by scoring all of them.
///
/// Queries and candidates meet in tiles that fit a cache: memory is tiles and results, never queries
/// × candidates. Other targets would call what is generic here unspecialised, so it is specialised
/// for the two kinds of lists there are.
package struct ExactIndex<Candidate>: Sendable {
    private static var queryBlockSize: Int { 512 }
    private static var tileWidth: Int { 512 }
    /// How many queries are scored against all candidates at once.
    private static var wideBlockSize: Int { 128 }

    /// The embeddings of the candidates that may be returned: shape `[admitted, dimension]`.
    private let embeddings: Matrix
    /// The row of each admitted candidate, ascending.
    private let admitted: [Int]
    /// The place of each candidate among the admitted, or -1.
    private let places: [Int32]

    /// Prepares candidates.
    ///
    /// - Parameters:
    ///   - embeddings: One row for each candidate. Shape `[candidates, dimension]`.
    ///   - isAdmitted: By candidate; the others are never returned.
    package init(_ embeddings: Matrix, admitting isAdmitted: [Bool]) {
        precondition(isAdmitted.count == embeddings.rowCount, "one mark for each candidate")
        admitted = isAdmitted.indices.filter { isAdmitted[$0] }
        var places = [Int32](repeating: -1, count: isAdmitted.count)
        for (place, row) in admitted.enumerated() { places[row] = Int32(place) }
        self.places = places
        self.embeddings = embeddings.gathering(admitted)
    }

    /// Ranks the candidates of each query, best first; ties go to the lower row.
    ///
    /// - Parameters:
    ///   - k: The wished length of each list.
    ///   - queries: One embedding for each query. Shape `[queries, dimension]`.
    ///   - excluded: Candidates that a query's list must not hold, in any order.
    /// - Returns: One list for each query, shorter than `k` where candidates run out.
    @_specialize(where Query == User, Candidate == Movie)
    @_specialize(where Query == Movie, Candidate == Movie)
    package func best<Query>(
        _ k: Int,
        for queries: Matrix,
        excluding excluded: @Sendable (Row<Query>) -> ArraySlice<Row<Candidate>>
    ) -> RankedLists<Query, Candidate> {
        let blocks = Cores.ranges(of: queries.rowCount, size: Self.queryBlockSize)
        let parts = Cores.map(blocks.count) { block in
            best(k, for: queries, in: blocks[block], excluding: excluded)
        }
        return RankedLists(joining: parts)
    }

    /// Ranks the candidates of one query, to the same list as among all queries.
    ///
    /// The last bits of a score depend on how many are made at once, so its whole block is ranked.
    ///
    /// - Parameters:
    ///   - k: The wished length of the list.
    ///   - query: The one.
    ///   - queries: One embedding for each query. Shape `[queries, dimension]`.
    ///   - excluded: Candidates that a query's list must not hold, in any order.
    /// - Returns: Best first, fewer than `k` where candidates run out.
    @_specialize(where Query == User, Candidate == Movie)
    @_specialize(where Query == Movie, Candidate == Movie)
    package func best<Query>(
        _ k: Int,
        for query: Row<Query>,
        among queries: Matrix,
        excluding excluded: (Row<Query>) -> ArraySlice<Row<Candidate>>
    ) -> [(Row<Candidate>, Float)] {
        let blocks = Cores.ranges(of: queries.rowCount, size: Self.queryBlockSize)
        let block = blocks[query.index / Self.queryBlockSize]
        let lists = best(k, for: queries, in: block, excluding: excluded)
        let place = Row<Query>(query.index - block.lowerBound)
        return Array(zip(lists[place], lists.scores(of: place)))
    }

    private func best<Query>(
        _ k: Int,
        for queries: Matrix,
        in block: Range<Int>,
        excluding excluded: (Row<Query>) -> ArraySlice<Row<Candidate>>
    ) -> RankedLists<Query, Candidate> {
        var bests = block.map { _ in TopK(k) }
        var exclusions = block.map { Exclusions(places: placesOf(excluded(Row($0)))) }
        var room = Selection(capacity: TopK.selectedAtOnce)
        for tile in Cores.ranges(of: admitted.count, size: Self.tileWidth) {
            var scores = Matrix(
                productOf: queries.rows(block),
                withTransposeOf: embeddings.rows(tile)
            )
            for row in bests.indices {
                exclusions[row].mask(&scores, row: row, tile: tile)
                bests[row].consider(scores, row: row, first: tile.lowerBound, using: &room)
            }
        }
        var lists = RankedLists<Query, Candidate>()
        for row in bests.indices {
            lists.append(
                bests[row].finish().map { (candidate: admitted[$0.candidate], score: $0.score) }
            )
        }
        return lists
    }

    private func placesOf(_ candidates: ArraySlice<Row<Candidate>>) -> [Int32] {
        candidates.map { places[$0.index] }.filter { $0 >= 0 }.sorted()
    }
}

extension ExactIndex {
    /// Ranks candidates by scores that are no dot products, such as a baseline's.
    ///
    /// - Parameters:
    ///   - k: The wished length of each list.
    ///   - queryCount: How many queries there are.
    ///   - excluded: Candidates that a query's list must not hold, in any order.
    ///   - scores: The scores of some consecutive queries. Shape `[range.count, candidates]`;
    ///     -∞ keeps a candidate out.
    /// - Returns: One list for each query, shorter than `k` where candidates run out.
    @_specialize(where Query == User, Candidate == Movie)
    package static func best<Query>(
        _ k: Int,
        ofEach queryCount: Int,
        excluding excluded: @Sendable (Row<Query>) -> ArraySlice<Row<Candidate>>,
        scoring scores: @Sendable (Range<Int>) -> Matrix
    ) -> RankedLists<Query, Candidate> {
        let blocks = Cores.ranges(of: queryCount, size: wideBlockSize)
        let parts = Cores.map(blocks.count) { block in
            var lists = RankedLists<Query, Candidate>()
            var tile = scores(blocks[block])
            var room = Selection(capacity: TopK.selectedAtOnce)
            for (row, query) in blocks[block].enumerated() {
                for candidate in excluded(Row(query)) { tile[row, candidate.index] = -.infinity }
                var best = TopK(k)
                best.consider(tile, row: row, first: 0, using: &room)
                lists.append(best.finish())
            }
            return lists
        }
        return RankedLists(joining: parts)
    }
}

/// The excluded candidates of one query, ascending, used up tile by tile.
private struct Exclusions {
    let places: [Int32]
    private var next = 0

    init(places: [Int32]) { self.places = places }

    mutating func mask(_ scores: inout Matrix, row: Int, tile: Range<Int>) {
        while next < places.count, Int(places[next]) < tile.upperBound {
            scores[row, Int(places[next]) - tile.lowerBound] = -.infinity
            next += 1
        }
    }
}
