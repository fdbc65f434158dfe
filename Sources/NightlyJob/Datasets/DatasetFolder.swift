import CSV
import Publishing
import Ratings

/// A folder with `ratings.csv` and `movies.csv`, in the columns of MovieLens: what `fetch` and
/// `synthesize` leave for `run`.
enum DatasetFolder {
    /// Writes a data set to a folder, which is complete or absent.
    ///
    /// Ratings are ordered by user and time.
    static func write(_ dataset: Dataset, to path: String) throws {
        try write(dataset.catalogue, to: path) { writer in
            try writeRatings(of: dataset, with: &writer)
        }
    }

    /// Writes a catalogue and the ratings that `writeRatings` appends below the header, to a folder
    /// that is complete or absent.
    static func write(
        _ catalogue: Catalogue,
        to path: String,
        writeRatings: (inout RecordWriter) throws -> Void
    ) throws {
        try WholeFolder.write(to: path) { folder in
            var writer = try RecordWriter(creating: "\(folder)/ratings.csv")
            try writer.append(record: ["userId", "movieId", "rating", "timestamp"])
            try writeRatings(&writer)
            try writer.finish()
            try writeMovies(catalogue, to: "\(folder)/movies.csv")
        }
    }

    private static func writeRatings(
        of dataset: Dataset,
        with writer: inout RecordWriter
    ) throws {
        let interactions = dataset.interactions
        let movieIDs = EncodedFields(dataset.catalogue.vocabulary.ids)
        try writer.append(dataset.users.count, inBlocksOf: 1 << 10) { block, records in
            for user in block {
                let userID = EncodedField(dataset.users.ids[user])
                for place in interactions.range(of: Row(user)) {
                    records.append(userID)
                    records.append(movieIDs, interactions.movies[place].index)
                    records.append(EncodedField("\(interactions.ratings?[place] ?? 1)"))
                    records.append(Int(interactions.timestamps?[place] ?? 0))
                    records.endRecord()
                }
            }
        }
    }

    private static func writeMovies(_ catalogue: Catalogue, to path: String) throws {
        var writer = try RecordWriter(creating: path)
        try writer.append(record: ["movieId", "title", "genres"])
        try writer.append(catalogue.count, inBlocksOf: 1 << 14) { block, records in
            for row in block {
                let movie = catalogue.descriptions[row]
                let genres =
                    movie.genres.isEmpty
                    ? "(no genres listed)" : movie.genres.joined(separator: "|")
                records.append(
                    record: [catalogue.vocabulary.ids[row], movie.titleWithYear, genres]
                )
            }
        }
        try writer.finish()
    }
}

extension MovieDescription {
    /// The title with its year in brackets, as MovieLens writes it.
    fileprivate var titleWithYear: String {
        guard let year, MovieDescription(title: title).year == nil else { return title }
        return "\(title) (\(year))"
    }
}
