import CSV
import Ratings
import Retrieval

/// The data files of a run: their names, their columns, and how rows become records.
///
/// Rows are ordered by id in natural order, then by rank. Scores have six decimals.
package enum ListFiles {
    package static let userRecommendations = "user_recommendations.csv"
    package static let movieNeighbours = "movie_neighbours.csv"
    package static let movies = "movies.csv"

    /// Writes each user's list.
    ///
    /// - Parameters:
    ///   - folder: Where the file is made.
    ///   - users: In the order in which they are written.
    ///   - catalogue: The ids of the movies.
    ///   - list: The entries of a user, best first.
    /// - Returns: How many rows were written, the header not among them.
    /// - Throws: `CSVError.unwritable`.
    package static func writeUserRecommendations(
        to folder: String,
        users: Vocabulary<User>,
        catalogue: Catalogue,
        list: (Row<User>) -> [ListEntry<Movie>]
    ) throws -> Int {
        var writer = try RecordWriter(creating: "\(folder)/\(userRecommendations)")
        try writer.append(record: DataPackage.fieldNames(of: userRecommendations))
        let movieIDs = catalogue.vocabulary.ids.map(EncodedField.init)
        for (index, id) in users.ids.enumerated() {
            let userID = EncodedField(id)
            for (place, entry) in list(Row(index)).enumerated() {
                writer.append(userID)
                writer.append(place + 1)
                writer.append(movieIDs[entry.candidate.index])
                writer.append(decimal: entry.score)
                writer.append(sources[entry.source])
                try writer.endRecord()
            }
        }
        let rowCount = writer.recordCount - 1
        try writer.finish()
        return rowCount
    }

    /// Writes each movie's list.
    ///
    /// - Parameters:
    ///   - folder: Where the file is made.
    ///   - catalogue: The ids and titles, in the order in which movies are written.
    ///   - list: The entries of a movie, best first, and how many users rated both.
    /// - Returns: How many rows were written, the header not among them.
    /// - Throws: `CSVError.unwritable`.
    package static func writeMovieNeighbours(
        to folder: String,
        catalogue: Catalogue,
        list: (Row<Movie>) -> [(entry: ListEntry<Movie>, coRaterCount: Int)]
    ) throws -> Int {
        var writer = try RecordWriter(creating: "\(folder)/\(movieNeighbours)")
        try writer.append(record: DataPackage.fieldNames(of: movieNeighbours))
        let ids = catalogue.vocabulary.ids.map(EncodedField.init)
        let titles = catalogue.descriptions.map { EncodedField($0.title) }
        for index in 0..<catalogue.count {
            for (place, (entry, coRaterCount)) in list(Row(index)).enumerated() {
                writer.append(ids[index])
                writer.append(place + 1)
                writer.append(ids[entry.candidate.index])
                writer.append(decimal: entry.score)
                writer.append(sources[entry.source])
                writer.append(titles[index])
                writer.append(titles[entry.candidate.index])
                writer.append(coRaterCount)
                try writer.endRecord()
            }
        }
        let rowCount = writer.recordCount - 1
        try writer.finish()
        return rowCount
    }

    /// Writes the catalogue, one row for each movie.
    ///
    /// - Parameters:
    ///   - folder: Where the file is made.
    ///   - catalogue: The movies, in the order in which they are written.
    ///   - raterCounts: How many users rated each movie, by row.
    /// - Returns: How many rows were written, the header not among them.
    /// - Throws: `CSVError.unwritable`.
    @discardableResult
    package static func writeMovies(
        to folder: String,
        catalogue: Catalogue,
        raterCounts: [Int]
    ) throws -> Int {
        var writer = try RecordWriter(creating: "\(folder)/\(movies)")
        try writer.append(record: DataPackage.fieldNames(of: movies))
        for (index, movie) in catalogue.descriptions.enumerated() {
            writer.append(EncodedField(catalogue.vocabulary.ids[index]))
            writer.append(EncodedField(movie.title))
            if let year = movie.year { writer.append(year) } else { writer.appendNull() }
            writer.append(EncodedField(movie.genres.joined(separator: "|")))
            writer.append(raterCounts[index])
            try writer.endRecord()
        }
        let rowCount = writer.recordCount - 1
        try writer.finish()
        return rowCount
    }

    private static let sources = SourceFields()
}

/// The name of each source, ready to be written.
private struct SourceFields: Sendable {
    private let fields = Dictionary(
        uniqueKeysWithValues: ListSource.allCases.map { ($0, EncodedField($0.rawValue)) }
    )

    subscript(source: ListSource) -> EncodedField {
        fields[source] ?? EncodedField(source.rawValue)
    }
}
