import Retrieval

/// Lists that were written, counted.
package struct ListTally: Equatable, Sendable {
    /// How many rows come from each source; those without a row are not among them.
    package private(set) var rowCounts: [ListSource: Int] = [:]
    /// How many lists have each length.
    private var listCounts: [Int: Int] = [:]

    package init() {}

    /// All that several have counted.
    init(adding tallies: [ListTally]) {
        for tally in tallies {
            rowCounts.merge(tally.rowCounts, uniquingKeysWith: +)
            listCounts.merge(tally.listCounts, uniquingKeysWith: +)
        }
    }

    /// Counts a list.
    package mutating func count(_ sources: [ListSource]) {
        for source in ListSource.allCases {
            let count = sources.count { $0 == source }
            if count > 0 { rowCounts[source, default: 0] += count }
        }
        listCounts[sources.count, default: 0] += 1
    }

    /// How many rows there are.
    package var rowCount: Int { rowCounts.values.reduce(0, +) }

    /// How many lists are shorter than this.
    package func listCount(below length: Int) -> Int {
        listCounts.filter { $0.key < length }.values.reduce(0, +)
    }
}
