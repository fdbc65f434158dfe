import Ratings

/// The movies of a published run, read back from `movies.csv`.
package struct PublishedMovies: Sendable {
    package let vocabulary: Vocabulary<Movie>
    /// By row.
    package let titles: [String]
    /// By row; `nil` where it is unknown.
    package let years: [Int?]
    /// By row, separated by bars as in the file.
    package let genres: [String]
    /// How many users rated each, by row.
    package let ratingCounts: [Int]

    /// Reads the file of a run, which must be whole.
    ///
    /// - Throws: `Breach`, with the path, for another header, a file that holds no records, and a row
    ///   that cannot be read, repeats a movie or stands in the wrong place.
    package init(of run: String) throws {
        let table = PublishedTable(ListFiles.movies, of: run, namesRun: true)
        try self.init(table, report: { throw $0 })
    }

    /// Reads the file of a run as far as it can be read.
    ///
    /// - Parameters:
    ///   - run: The folder.
    ///   - report: Hears of every row that cannot be read, repeats a movie or stands in the wrong
    ///     place, which is left out; to throw ends the reading.
    /// - Throws: `Breach` for another header and for a file that holds no records, and what `report`
    ///   throws.
    package init(of run: String, report: (Breach) throws -> Void) throws {
        try self.init(
            PublishedTable(ListFiles.movies, of: run, namesRun: false),
            report: report
        )
    }

    private init(_ table: PublishedTable, report: (Breach) throws -> Void) throws {
        var (ids, titles, genres): ([String], [String], [String]) = ([], [], [])
        var (years, ratingCounts): ([Int?], [Int]) = ([], [])
        try table.forEachRow { row in
            let movie: Entry
            do throws(Breach) {
                movie = try Entry(row, after: ids.last)
            } catch {
                return try report(error)
            }
            ids.append(movie.id)
            titles.append(movie.title)
            years.append(movie.year)
            genres.append(movie.genres)
            ratingCounts.append(movie.ratingCount)
        }
        // Ids that ascend are in the order of their rows.
        vocabulary = Vocabulary(ids)
        self.titles = titles
        self.years = years
        self.genres = genres
        self.ratingCounts = ratingCounts
    }

    private struct Entry {
        let id: String
        let title: String
        let year: Int?
        let genres: String
        let ratingCount: Int

        init(_ row: PublishedTable.Row, after last: String?) throws(Breach) {
            try row.requireFields()
            id = try row.text(at: 0)
            title = try row.text(at: 1)
            year = row.record[2].isEmpty ? nil : try row.integer(at: 2, named: "year")
            genres = try row.text(at: 3)
            ratingCount = try row.count(at: 4, named: "rating_count")
            if let last, !naturallyPrecedes(last, id) {
                throw row.breach("movie \"\(id)\" stands behind \"\(last)\"; ids must ascend")
            }
        }
    }
}
