import CSV
import Ratings
import Retrieval

/// The list of one user or one movie, read back from a published file.
package struct PublishedList: Sendable {
    /// Whose list it is, as written.
    package let id: String
    /// Where it begins in the file.
    package let line: Int
    /// How many rows it has, with those that cannot be read.
    package let rowCount: Int
    /// Those that can be read; best first, ranked from 1.
    package let rows: [Row]

    package struct Row: Equatable, Sendable {
        package let line: Int
        package let movie: Ratings.Row<Movie>
        package let score: Double
        package let source: ListSource
        /// The columns behind `source`, if the file has any.
        package let rest: [String]
    }
}

extension PublishedList.Row {
    /// Reads what stands behind the rank.
    init(_ row: PublishedTable.Row, movies: Vocabulary<Movie>) throws(Breach) {
        let record = row.record
        guard let movie = movies.row(of: try row.text(at: 2)) else {
            throw row.breach("movie \"\(record[2].excerpt)\" is not in \(ListFiles.movies)")
        }
        guard let score = record[3].number else {
            throw row.breach("score \"\(record[3].excerpt)\" is not a finite number")
        }
        guard let source = ListSource(rawValue: try row.text(at: 4)) else {
            throw row.breach("source \"\(record[4].excerpt)\" is unknown")
        }
        var rest: [String] = []
        for place in 5..<record.count { rest.append(try row.text(at: place)) }
        // The last column of movies' lists counts users.
        if !rest.isEmpty { _ = try row.count(at: record.count - 1, named: "co_raters") }
        self.init(
            line: record.line,
            movie: movie,
            score: score,
            source: source,
            rest: rest
        )
    }
}
