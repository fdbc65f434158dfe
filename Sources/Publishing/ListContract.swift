import Ratings
import Retrieval

/// What README.md promises of a file of lists, held against one list after the other.
package struct ListContract<Query> {
    private let file: String
    private let queries: Vocabulary<Query>
    /// What each list should be like.
    package let expectations: Expectations
    private var nextQuery = 0
    /// What has been read, to be compared with what the run says of itself.
    package private(set) var counts = Counts()

    /// How many rows there are, and of what kind.
    package struct Counts: Equatable, Sendable {
        package var rows = 0
        /// By the name of the source; sources without a row are left out.
        package var sources: [String: Int] = [:]
        /// Lists with fewer rows than were asked for; also those without any.
        package var shortLists = 0

        package init() {}
    }

    /// What lists should be like.
    package struct Expectations {
        /// The length of every list, but where candidates run out.
        package let top: Int
        package let movieCount: Int
        /// The movies that a list must not hold, and why.
        package let excluded: (Row<Query>) -> (movies: Set<Row<Movie>>, reason: String)
        /// The columns behind `source` that are known beforehand.
        package let texts: (Row<Query>, Row<Movie>) -> [String]

        package init(
            top: Int,
            movieCount: Int,
            excluded: @escaping (Row<Query>) -> (movies: Set<Row<Movie>>, reason: String),
            texts: @escaping (Row<Query>, Row<Movie>) -> [String] = { _, _ in [] }
        ) {
            self.top = top
            self.movieCount = movieCount
            self.excluded = excluded
            self.texts = texts
        }
    }

    /// Prepares to check a file.
    ///
    /// - Parameters:
    ///   - file: Its name, for breaches.
    ///   - queries: Everybody who should have a list, in the order of the lists.
    ///   - expectations: What each list should be like.
    package init(of file: String, queries: Vocabulary<Query>, _ expectations: Expectations) {
        self.file = file
        self.queries = queries
        self.expectations = expectations
    }

    /// Checks the next list.
    ///
    /// - Returns: Whose list it is, or `nil` if nobody known.
    package mutating func check(
        _ list: PublishedList,
        report: (Breach) -> Void
    ) -> Row<Query>? {
        counts.rows += list.rowCount
        for row in list.rows { counts.sources[row.source.rawValue, default: 0] += 1 }
        let place = "\(file):\(list.line)"
        guard let query = queries.row(of: list.id) else {
            report(Breach(place, "nobody named \"\(list.id)\" should have a list"))
            return nil
        }
        guard query.index >= nextQuery else {
            let before = queries[Row(nextQuery - 1)]
            report(Breach(place, "\"\(list.id)\" stands behind \"\(before)\"; ids must ascend"))
            return query
        }
        passMissing(to: query.index, before: place, report)
        nextQuery = query.index + 1
        let excluded = expectations.excluded(query)
        checkLength(list.rowCount, excludedCount: excluded.movies.count, of: query, place, report)
        checkRows(list, of: query, excluded, report)
        return query
    }

    /// Checks that nobody is left without a list after the last one.
    package mutating func finish(report: (Breach) -> Void) {
        passMissing(to: queries.count, before: "\(file): at its end", report)
    }

    private mutating func passMissing(
        to end: Int,
        before place: String,
        _ report: (Breach) -> Void
    ) {
        for missing in nextQuery..<max(end, nextQuery) {
            let query = Row<Query>(missing)
            let excluded = expectations.excluded(query).movies.count
            checkLength(0, excludedCount: excluded, of: query, place, report)
        }
    }

    private mutating func checkLength(
        _ count: Int,
        excludedCount: Int,
        of query: Row<Query>,
        _ place: String,
        _ report: (Breach) -> Void
    ) {
        let expected = min(expectations.top, expectations.movieCount - excludedCount)
        if count < expectations.top { counts.shortLists += 1 }
        if count != expected {
            report(
                Breach(
                    place,
                    "\"\(queries[query])\" has \(count) rows where \(expected) are expected"
                )
            )
        }
    }

    private func checkRows(
        _ list: PublishedList,
        of query: Row<Query>,
        _ excluded: (movies: Set<Row<Movie>>, reason: String),
        _ report: (Breach) -> Void
    ) {
        var lines: [Row<Movie>: Int] = [:]
        var lastScore = Double.infinity
        for row in list.rows {
            func breach(_ reason: String) { report(Breach("\(file):\(row.line)", reason)) }
            if row.score > lastScore {
                breach("score \(row.score) is above the \(lastScore) before")
            }
            lastScore = row.score
            if let first = lines.updateValue(row.line, forKey: row.movie) {
                breach("the movie stands on line \(first) already")
            }
            if excluded.movies.contains(row.movie) { breach(excluded.reason) }
            for (text, expected) in zip(row.rest, expectations.texts(query, row.movie))
            where !text.utf8.elementsEqual(expected.utf8) {
                breach("\"\(text)\" where \"\(expected)\" is expected")
            }
        }
    }
}
