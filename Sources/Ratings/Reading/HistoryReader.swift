import CSV

/// Reads what one user has rated: a column of movie ids; others, such as ratings, are passed over.
package enum HistoryReader {
    /// Reads a history.
    ///
    /// - Parameters:
    ///   - path: A CSV file with a header.
    ///   - movies: Every movie of the file must be among them.
    /// - Returns: The movies in the order of the file, at least one.
    /// - Throws: `RatingsError` or `CSVError`; `RatingsError.noRecords` if the file has no movie.
    package static func read(
        _ path: String,
        of movies: Vocabulary<Movie>
    ) throws -> [Row<Movie>] {
        let table = try NamedTable(withHeader: path)
        var history: [Row<Movie>] = []
        var place: Int?
        try table.forEachRecord { header in
            place = try Header(names: header, path: path).place(of: .movie)
        } body: { record throws(RatingsError) in
            guard let place else { return }
            history.append(try record.movie(at: place, role: "movie id", of: movies))
        }
        guard !history.isEmpty else { throw RatingsError.noRecords(path: path) }
        return history
    }
}
