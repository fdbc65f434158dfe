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
    ///   - length: That of the longest list; changes nothing but memory.
    ///   - list: The entries of a user, best first; called on several cores.
    /// - Returns: What was written.
    /// - Throws: `CSVError.unwritable`.
    package static func writeUserRecommendations(
        to folder: String,
        users: Vocabulary<User>,
        catalogue: Catalogue,
        ofAtMost length: Int,
        list: @Sendable (Row<User>) -> [ListEntry<Movie>]
    ) throws -> ListTally {
        var writer = try RecordWriter(creating: "\(folder)/\(userRecommendations)")
        try writer.append(record: DataPackage.fieldNames(of: userRecommendations))
        let movieIDs = EncodedFields(catalogue.vocabulary.ids)
        let tallies = try writer.append(users.count, inBlocksOf: listsOfBlock(length)) {
            block,
            records in
            var tally = ListTally()
            let sources = SourceFields()  // of this core alone
            for user in block {
                let userID = EncodedField(users.ids[user])
                let list = list(Row(user))
                for (place, entry) in list.enumerated() {
                    records.append(userID)
                    records.append(place + 1)
                    records.append(movieIDs, entry.candidate.index)
                    records.append(decimal: entry.score)
                    records.append(sources[entry.source])
                    records.endRecord()
                }
                tally.count(list.map(\.source))
            }
            return tally
        }
        try writer.finish()
        return ListTally(adding: tallies)
    }

    /// Writes each movie's list.
    ///
    /// - Parameters:
    ///   - folder: Where the file is made.
    ///   - catalogue: The ids and titles, in the order in which movies are written.
    ///   - length: That of the longest list; changes nothing but memory.
    ///   - list: The entries of a movie, best first, and how many users rated both; called on several
    ///     cores.
    /// - Returns: What was written.
    /// - Throws: `CSVError.unwritable`.
    package static func writeMovieNeighbours(
        to folder: String,
        catalogue: Catalogue,
        ofAtMost length: Int,
        list: @Sendable (Row<Movie>) -> [(entry: ListEntry<Movie>, coRaterCount: Int)]
    ) throws -> ListTally {
        var writer = try RecordWriter(creating: "\(folder)/\(movieNeighbours)")
        try writer.append(record: DataPackage.fieldNames(of: movieNeighbours))
        let ids = EncodedFields(catalogue.vocabulary.ids)
        let titles = EncodedFields(catalogue.descriptions.map(\.title))
        let tallies = try writer.append(catalogue.count, inBlocksOf: listsOfBlock(length)) {
            block,
            records in
            var tally = ListTally()
            let sources = SourceFields()  // of this core alone
            for movie in block {
                let list = list(Row(movie))
                for (place, (entry, coRaterCount)) in list.enumerated() {
                    records.append(ids, movie)
                    records.append(place + 1)
                    records.append(ids, entry.candidate.index)
                    records.append(decimal: entry.score)
                    records.append(sources[entry.source])
                    records.append(titles, movie)
                    records.append(titles, entry.candidate.index)
                    records.append(coRaterCount)
                    records.endRecord()
                }
                tally.count(list.map(\.entry.source))
            }
            return tally
        }
        try writer.finish()
        return ListTally(adding: tallies)
    }

    /// Writes the catalogue, one row for each movie.
    ///
    /// - Parameters:
    ///   - folder: Where the file is made.
    ///   - catalogue: The movies, in the order in which they are written.
    ///   - raterCounts: How many users rated each movie, by row.
    /// - Throws: `CSVError.unwritable`.
    package static func writeMovies(
        to folder: String,
        catalogue: Catalogue,
        raterCounts: [Int]
    ) throws {
        var writer = try RecordWriter(creating: "\(folder)/\(movies)")
        try writer.append(record: DataPackage.fieldNames(of: movies))
        try writer.append(catalogue.count, inBlocksOf: rowsOfBlock) { block, records in
            for row in block {
                let movie = catalogue.descriptions[row]
                records.append(EncodedField(catalogue.vocabulary.ids[row]))
                records.append(EncodedField(movie.title))
                if let year = movie.year { records.append(year) } else { records.appendNull() }
                records.append(EncodedField(movie.genres.joined(separator: "|")))
                records.append(raterCounts[row])
                records.endRecord()
            }
        }
        try writer.finish()
    }

    /// So many rows make a block of a megabyte or two.
    private static let rowsOfBlock = 25_600

    private static func listsOfBlock(_ length: Int) -> Int { max(1, rowsOfBlock / max(1, length)) }
}

/// The name of each source, ready to be written.
private struct SourceFields: Sendable {
    private let model = EncodedField(ListSource.model.rawValue)
    private let content = EncodedField(ListSource.content.rawValue)
    private let genrePopularity = EncodedField(ListSource.genrePopularity.rawValue)
    private let popularity = EncodedField(ListSource.popularity.rawValue)
    private let catalogue = EncodedField(ListSource.catalogue.rawValue)

    subscript(source: ListSource) -> EncodedField {
        switch source {
        case .model: model
        case .content: content
        case .genrePopularity: genrePopularity
        case .popularity: popularity
        case .catalogue: catalogue
        }
    }
}
