import Ratings

/// A list of candidates for each query, best first.
///
/// One order everywhere: higher score, then lower row. Lists may differ in length.
package struct RankedLists<Query, Candidate>: Sendable {
    private var starts: [Int] = [0]
    /// The candidates of all queries, one list after the other.
    package private(set) var candidates: [Row<Candidate>] = []
    /// The scores of `candidates`; within a list they never increase.
    package private(set) var scores: [Float] = []

    package init() {}

    /// All lists of several parts, in their order.
    package init(joining parts: [RankedLists]) {
        for part in parts { append(part) }
    }

    /// The lists of some queries, at their rows among all; the others' are empty.
    ///
    /// - Parameters:
    ///   - count: How many queries there are.
    ///   - lists: Of the queries at `rows`, in their order.
    ///   - rows: Ascending.
    package init(_ count: Int, spreading lists: RankedLists, to rows: [Row<Query>]) {
        precondition(lists.count == rows.count, "a list for each row")
        self = lists
        starts = [0]
        for (place, row) in rows.enumerated() {
            starts += repeatElement(lists.starts[place], count: row.index + 1 - starts.count)
            starts.append(lists.starts[place + 1])
        }
        starts += repeatElement(lists.candidates.count, count: count + 1 - starts.count)
    }

    /// How many lists there are.
    package var count: Int { starts.count - 1 }

    /// The candidates of one query, best first.
    package subscript(query: Row<Query>) -> ArraySlice<Row<Candidate>> {
        candidates[starts[query.index]..<starts[query.index + 1]]
    }

    /// The scores of one query's candidates, in their order.
    package func scores(of query: Row<Query>) -> ArraySlice<Float> {
        scores[starts[query.index]..<starts[query.index + 1]]
    }

    /// Adds the list of the next query.
    ///
    /// Other targets call this for every query, and would call it unspecialised.
    ///
    /// - Parameter list: The rows of candidates, best first.
    @_specialize(where Query == User, Candidate == Movie)
    @_specialize(where Query == Movie, Candidate == Movie)
    package mutating func append(_ list: [(candidate: Int, score: Float)]) {
        for (candidate, score) in list {
            candidates.append(Row(candidate))
            scores.append(score)
        }
        starts.append(candidates.count)
    }

    /// Adds the lists of the next queries.
    package mutating func append(_ others: RankedLists) {
        let end = candidates.count
        candidates += others.candidates
        scores += others.scores
        starts += others.starts.dropFirst().lazy.map { $0 + end }
    }
}
