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
            body: { id, _, movies in try body(id, movies) }
        )
    }

    /// Hands out the whole lists.
    ///
    /// - Parameters:
    ///   - movies: Every movie that a list may hold, by its row.
    ///   - report: Hears of every row that cannot be read, which is left out, and of every rank that
    ///     is not the next one; to throw ends all.
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
            body: { try body(PublishedList(id: $0, line: $1, rows: $2)) }
        )
    }

    /// Hands out lists of whatever `entry` makes of a row, given its place in its list from 0; rows of
    /// which it makes nothing still count.
    private func forEachList<Entry>(
        in table: PublishedTable,
        report: (Breach) throws -> Void,
        entry: (PublishedTable.Row, _ place: Int) throws(Breach) -> Entry?,
        body: (_ id: String, _ line: Int, _ entries: [Entry]) throws -> Void
    ) throws {
        var id: String?
        var (line, count) = (0, 0)
        var entries: [Entry] = []
        try table.forEachRow(report: report) { row in
            let isOfSameList = id.map { row.record[0].has(text: $0) } ?? false
            let (rank, next, nextID): (Int, Entry?, String?)
            do throws(Breach) {
                rank = try row.integer(at: 1, named: "rank")
                next = try entry(row, isOfSameList ? count : 0)
                nextID = isOfSameList ? id : try row.text(at: 0)
            } catch {
                return try report(error)
            }
            if !isOfSameList {
                if let id { try body(id, line, entries) }
                (id, line, count) = (nextID, row.record.line, 0)
                entries.removeAll(keepingCapacity: true)
            }
            count += 1
            if let next { entries.append(next) }
            if rank != count { try report(row.breach("rank \(rank) where \(count) is expected")) }
        }
        if let id { try body(id, line, entries) }
    }
}
