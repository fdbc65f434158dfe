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
    /// - Throws: `CSVError` if the file cannot be read or is no such file, or what `body` throws.
    package static func forEachList(
        of file: String,
        in folder: String,
        first k: Int = .max,
        _ body: (_ id: String, _ movies: [String]) throws -> Void
    ) throws {
        var id: String?
        var movies: [String] = []
        try forEachRow(of: file, in: folder) { row in
            let rank = try row.count(at: 1, named: "rank")
            guard rank <= k else { return }
            if rank == 1 {
                if let id { try body(id, movies) }
                id = row[0].text() ?? ""
                movies.removeAll(keepingCapacity: true)
            }
            movies.append(row[2].text() ?? "")
        }
        if let id { try body(id, movies) }
    }

    /// How many users had rated each movie of a run's catalogue, by the movie's id.
    ///
    /// - Throws: `CSVError`.
    package static func ratingCounts(in folder: String) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        try forEachRow(of: movies, in: folder) { row in
            counts[row[0].text() ?? ""] = try row.count(at: 4, named: "rating_count")
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
    }
}

extension Record {
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
