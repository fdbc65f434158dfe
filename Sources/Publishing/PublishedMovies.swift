import CSV
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

    /// Reads the file of a run.
    ///
    /// - Parameters:
    ///   - run: The folder.
    ///   - report: Hears of every row that cannot be read, repeats a movie or stands in the wrong
    ///     place; to throw ends the reading.
    /// - Throws: `Breach` for another header, `CSVError` if there are no records to read, and what
    ///   `report` throws.
    package init(of run: String, report: (Breach) throws -> Void = { throw $0 }) throws {
        let file = ListFiles.movies
        let header = DataPackage.fieldNames(of: file)
        var (ids, titles, genres): ([String], [String], [String]) = ([], [], [])
        var (years, ratingCounts): ([Int?], [Int]) = ([], [])
        var isAtHeader = true
        let records = RecordFile(path: "\(run)/\(file)", dialect: .quoted(delimiter: ","))
        try records.forEachRecord { record in
            guard !isAtHeader else {
                isAtHeader = false
                try record.requireHeader(header, of: file)
                return
            }
            let movie: Entry
            do throws(Breach) {
                movie = try Entry(record, fieldCount: header.count)
                try movie.requireOrder(after: ids.last)
            } catch {
                return try report(error)
            }
            ids.append(movie.id)
            titles.append(movie.title)
            years.append(movie.year)
            genres.append(movie.genres)
            ratingCounts.append(movie.ratingCount)
        }
        guard !isAtHeader else { throw Breach("\(file):1", "has no header") }
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
        private let place: String

        init(_ record: Record, fieldCount: Int) throws(Breach) {
            place = "\(ListFiles.movies):\(record.position.line)"
            guard record.count == fieldCount else {
                throw Breach(place, "\(record.count) fields where \(fieldCount) are expected")
            }
            guard let id = record[0].text(), let title = record[1].text(),
                let genres = record[3].text()
            else { throw Breach(place, "is not valid UTF-8") }
            let year = record[2].integer.map(Int.init)
            guard record[2].isEmpty || year != nil else {
                throw Breach(place, "year \"\(record[2].excerpt)\" is not a whole number")
            }
            guard let count = record[4].integer, count >= 0 else {
                throw Breach(place, "rating_count \"\(record[4].excerpt)\" is not a whole number")
            }
            self.id = id
            self.title = title
            self.year = year
            self.genres = genres
            ratingCount = Int(count)
        }

        func requireOrder(after last: String?) throws(Breach) {
            guard let last, !naturallyPrecedes(last, id) else { return }
            throw Breach(place, "movie \"\(id)\" stands behind \"\(last)\"; ids must ascend")
        }
    }
}
