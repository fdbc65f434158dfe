import CSV
import Ratings

/// Reads a published file of lists, one list after the other; memory holds one.
///
/// Rows of one id that follow each other are one list.
package struct ListReader: Sendable {
    private let file: String
    private let run: String

    /// Prepares to read a file.
    ///
    /// - Parameters:
    ///   - file: `ListFiles.userRecommendations` or `ListFiles.movieNeighbours`.
    ///   - run: The folder of the run.
    package init(_ file: String, of run: String) {
        self.file = file
        self.run = run
    }

    /// Hands out which movies each list holds, whatever else its rows say: another version of the
    /// program may have known other sources.
    ///
    /// - Parameters:
    ///   - k: Only the first `k` places of each list are handed out.
    ///   - body: Receives whose list it is, and the ids of its movies, best first and at least one.
    /// - Throws: `Breach`, with the path, for a file that is none of lists, also where the ranks of a
    ///   list are not 1, 2, 3, …; or what `body` throws.
    package func forEachRanking(
        first k: Int = .max,
        _ body: (_ id: String, _ movies: [String]) throws -> Void
    ) throws {
        try forEachList(
            in: PublishedTable(file, of: run, namesRun: true),
            report: { throw $0 },
            entry: { row, place throws(Breach) in place < k ? try row.text(at: 2) : nil },
            body: { id, _, _, movies in try body(id, movies) }
        )
    }

    /// Hands out the whole lists.
    ///
    /// - Parameters:
    ///   - movies: Every movie that a list may hold, by its row.
    ///   - report: Hears of every row that cannot be read, and of every rank that is not the next one;
    ///     to throw ends all.
    ///   - body: Hears of every list.
    /// - Throws: `Breach` for another header and for a file that holds no records, and what the
    ///   closures throw.
    package func forEachList(
        of movies: Vocabulary<Movie>,
        report: (Breach) throws -> Void,
        _ body: (PublishedList) throws -> Void
    ) throws {
        try forEachList(
            in: PublishedTable(file, of: run, namesRun: false),
            report: report,
            entry: { row, _ throws(Breach) in try PublishedList.Row(row, movies: movies) },
            body: { try body(PublishedList(id: $0, line: $1, rowCount: $2, rows: $3)) }
        )
    }

    /// Hands out lists of whatever `entry` makes of a row, given its place in its list from 0, and how
    /// many rows they have, with those of which it makes nothing.
    private func forEachList<Entry>(
        in table: PublishedTable,
        report: (Breach) throws -> Void,
        entry: (PublishedTable.Row, _ place: Int) throws(Breach) -> Entry?,
        body: (_ id: String, _ line: Int, _ rowCount: Int, _ entries: [Entry]) throws -> Void
    ) throws {
        var id: String?
        var (line, count, rank) = (0, 0, 0)
        var entries: [Entry] = []
        func add(_ row: PublishedTable.Row) throws(Breach) {
            count += 1
            rank &+= 1
            if let entry = try entry(row, count - 1) { entries.append(entry) }
            let (expected, found) = (rank, try row.integer(at: 1, named: "rank"))
            // What follows a wrong rank is held against it.
            rank = found
            if found != expected {
                throw row.breach("rank \(found) where \(expected) is expected")
            }
        }
        try table.forEachRow(report: report) { row in
            if id.map({ row.record[0].has(text: $0) }) != true {
                if let id { try body(id, line, count, entries) }
                (id, line, count, rank) = (nil, row.record.line, 0, 0)
                entries.removeAll(keepingCapacity: true)
            }
            do throws(Breach) {
                if id == nil { id = try row.text(at: 0) }
                try add(row)
            } catch {
                try report(error)
            }
        }
        if let id { try body(id, line, count, entries) }
    }
}
