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
        var list = OpenList<Entry>()
        try table.forEachRow { row in
            let hasKnownID = list.id.map { row.record[0].has(text: $0) } ?? false
            if !hasKnownID {
                let id = row.record[0].text()
                if list.ends(beforeRowOf: id, rank: row.rank) {
                    if let id = list.id { try body(id, list.line, list.rowCount, list.entries) }
                    list = OpenList(line: row.record.line)
                }
                list.id = list.id ?? id
            }
            do throws(Breach) {
                let place = list.rowCount
                list.rowCount += 1
                try row.requireFields()
                if !hasKnownID { _ = try row.text(at: 0) }
                if let entry = try entry(row, place) { list.entries.append(entry) }
                try list.check(try row.integer(at: 1, named: "rank"), of: row)
            } catch {
                try report(error)
            }
        }
        if let id = list.id { try body(id, list.line, list.rowCount, list.entries) }
    }
}

/// The list that is being read.
private struct OpenList<Entry> {
    /// Whose it is; `nil` as long as no row has said so.
    var id: String?
    var line = 0
    /// How many rows it has had, with those that cannot be read.
    var rowCount = 0
    var entries: [Entry] = []
    private var lastRank = 0

    init(line: Int = 0) { self.line = line }

    /// Whether a row that does not have the list's id begins another list; where one of the ids cannot
    /// be read, its rank tells.
    func ends(beforeRowOf id: String?, rank: Int?) -> Bool {
        rowCount == 0 || rank == 1 || id != nil && self.id != nil
    }

    /// Refuses a rank that neither follows the one before nor is that of the place.
    mutating func check(_ rank: Int, of row: PublishedTable.Row) throws(Breach) {
        let expected = lastRank &+ 1
        lastRank = rank
        guard rank != expected, rank != rowCount else { return }
        throw row.breach("rank \(rank) where \(expected) is expected")
    }
}

extension PublishedTable.Row {
    /// The rank, as far as it can be told.
    fileprivate var rank: Int? {
        record.count > 1 ? record[1].integer.map { Int($0) } : nil
    }
}
