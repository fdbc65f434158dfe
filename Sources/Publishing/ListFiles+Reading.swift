import CSV

/// What a published run's data files tell the nights after it.
extension ListFiles {
    /// Reads one of the two files of lists, list by list.
    ///
    /// - Parameters:
    ///   - file: `userRecommendations` or `movieNeighbours`.
    ///   - folder: The run's.
    ///   - k: Only the first `k` places of each list are handed out.
    ///   - body: Receives whose list it is, and the ids of its movies, best first and at least one.
    /// - Throws: `CSVError` if the file cannot be read or is no such file, also where the ranks of a list
    ///   are not 1, 2, 3, …; or what `body` throws.
    package static func forEachList(
        of file: String,
        in folder: String,
        first k: Int = .max,
        _ body: (_ id: String, _ movies: [String]) throws -> Void
    ) throws {
        var id: String?
        var last = 0
        var movies: [String] = []
        try forEachRow(of: file, in: folder) { row in
            let rank = try row.count(at: 1, named: "rank")
            if rank == 1 {
                if let id { try body(id, movies) }
                id = try row.text(at: 0)
                movies.removeAll(keepingCapacity: true)
            } else {
                guard let id, rank == last + 1, row[0].has(text: id) else {
                    throw CSVError.malformed(
                        reason: "rank \(rank) of \"\(row[0].excerpt)\" is out of order",
                        at: row.position
                    )
                }
            }
            last = rank
            if rank <= k { movies.append(try row.text(at: 2)) }
        }
        if let id { try body(id, movies) }
    }

    /// How many users had rated each movie of a run's catalogue, by the movie's id.
    ///
    /// - Throws: `CSVError`.
    package static func ratingCounts(in folder: String) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        try forEachRow(of: movies, in: folder) { row in
            counts[try row.text(at: 0)] = try row.count(at: 4, named: "rating_count")
        }
        return counts
    }

    /// Hands out the rows of a data file, whose header must be the contract's.
    private static func forEachRow(
        of file: String,
        in folder: String,
        _ body: (Record) throws -> Void
    ) throws {
        let header = DataPackage.fieldNames(of: file)
        var isHeader = true
        let table = RecordFile(path: "\(folder)/\(file)", dialect: .quoted(delimiter: ","))
        try table.forEachRecord { row in
            guard row.count == header.count,
                !isHeader || header.indices.allSatisfy({ row[$0].text() == header[$0] })
            else {
                throw CSVError.malformed(
                    reason: "the columns are not those of a published \(file)",
                    at: row.position
                )
            }
            if !isHeader { try body(row) }
            isHeader = false
        }
        if isHeader { throw CSVError.unreadable(path: table.path, reason: "it has no header") }
    }
}

extension Record {
    /// A field's characters.
    fileprivate func text(at place: Int) throws(CSVError) -> String {
        guard let text = self[place].text() else {
            throw .malformed(reason: "\"\(self[place].excerpt)\" is not valid UTF-8", at: position)
        }
        return text
    }

    /// A whole number from 0.
    fileprivate func count(at place: Int, named name: String) throws(CSVError) -> Int {
        guard let count = self[place].integer, count >= 0 else {
            throw .malformed(
                reason: "\(name) \"\(self[place].excerpt)\" is not a whole number from 0",
                at: position
            )
        }
        return Int(count)
    }
}
