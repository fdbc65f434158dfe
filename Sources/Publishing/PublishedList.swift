import CSV
import Ratings
import Retrieval

/// The list of one user or one movie, read back from a published file.
package struct PublishedList: Sendable {
    /// Whose list it is, as written.
    package let id: String
    /// Where it begins in the file.
    package let line: Int
    /// In the order of the file, one after the other from `line`.
    package internal(set) var rows: [Row]

    package struct Row: Equatable, Sendable {
        package let line: Int
        package let rank: Int
        package let movie: Ratings.Row<Movie>
        package let score: Double
        package let source: ListSource
        /// The columns behind `source`, if the file has any.
        package let rest: [String]
    }
}

/// A published file of lists.
package struct PublishedListFile: Sendable {
    private let path: String
    private let name: String
    private let movies: Vocabulary<Movie>

    /// Prepares to read a file.
    ///
    /// - Parameters:
    ///   - name: `ListFiles.userRecommendations` or `ListFiles.movieNeighbours`.
    ///   - run: The folder of the run.
    ///   - movies: Every movie that a list may hold, by its row.
    package init(_ name: String, of run: String, movies: Vocabulary<Movie>) {
        path = "\(run)/\(name)"
        self.name = name
        self.movies = movies
    }

    /// Reads the file and hands every list to `body`, in order; memory holds one list.
    ///
    /// Rows of one id that follow each other are one list.
    ///
    /// - Parameters:
    ///   - report: Hears of every row that cannot be read, which is left out; to throw ends all.
    ///   - body: Hears of every list.
    /// - Throws: `Breach` for another header, `CSVError` if there are no records to read, and what the
    ///   closures throw.
    package func forEachList(
        report: (Breach) throws -> Void,
        _ body: (PublishedList) throws -> Void
    ) throws {
        var list: PublishedList?
        let header = DataPackage.fieldNames(of: name)
        var isAtHeader = true
        try RecordFile(path: path, dialect: .quoted(delimiter: ",")).forEachRecord { record in
            guard !isAtHeader else {
                isAtHeader = false
                try record.requireHeader(header, of: name)
                return
            }
            let (id, row): (String, PublishedList.Row)
            do throws(Breach) {
                (id, row) = try self.row(of: record, fieldCount: header.count)
            } catch {
                return try report(error)
            }
            // Swift's strings are equal already if they look the same.
            if let begun = list, begun.id.utf8.elementsEqual(id.utf8) {
                list?.rows.append(row)
            } else {
                if let list { try body(list) }
                list = PublishedList(id: id, line: row.line, rows: [row])
            }
        }
        guard !isAtHeader else { throw Breach("\(name):1", "has no header") }
        if let list { try body(list) }
    }

    private func row(
        of record: Record,
        fieldCount: Int
    ) throws(Breach) -> (id: String, row: PublishedList.Row) {
        let place = "\(name):\(record.position.line)"
        guard record.count == fieldCount else {
            throw Breach(place, "\(record.count) fields where \(fieldCount) are expected")
        }
        let texts = (0..<fieldCount).map { record[$0].text() }
        guard !texts.contains(nil) else { throw Breach(place, "is not valid UTF-8") }
        let fields = texts.map { $0 ?? "" }
        guard let rank = record[1].integer.map(Int.init) else {
            throw Breach(place, "rank \"\(record[1].excerpt)\" is not a whole number")
        }
        guard let movie = movies.row(of: fields[2]) else {
            throw Breach(place, "movie \"\(record[2].excerpt)\" is not in \(ListFiles.movies)")
        }
        guard let score = record[3].number else {
            throw Breach(place, "score \"\(record[3].excerpt)\" is not a finite number")
        }
        guard let source = ListSource(rawValue: fields[4]) else {
            throw Breach(place, "source \"\(record[4].excerpt)\" is unknown")
        }
        // The last column of movies' lists counts users.
        if name == ListFiles.movieNeighbours, record[fieldCount - 1].integer.map({ $0 < 0 }) ?? true
        {
            let count = record[fieldCount - 1].excerpt
            throw Breach(place, "co_raters \"\(count)\" is not a whole number from 0")
        }
        let row = PublishedList.Row(
            line: record.position.line,
            rank: rank,
            movie: movie,
            score: score,
            source: source,
            rest: Array(fields[5...])
        )
        return (fields[0], row)
    }
}

extension Record {
    /// Refuses a header that is not the file's own.
    func requireHeader(_ names: [String], of file: String) throws(Breach) {
        let own = (0..<count).map { self[$0].excerpt }
        guard own == names else {
            throw Breach(
                "\(file):1",
                "the header is \(own.joined(separator: ",")) where"
                    + " \(names.joined(separator: ",")) is expected"
            )
        }
    }
}
