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
        try WholeFolder.write(to: path) { folder in
            try writeRatings(dataset, to: "\(folder)/ratings.csv")
            try writeMovies(dataset.catalogue, to: "\(folder)/movies.csv")
        }
    }

    private static func writeRatings(_ dataset: Dataset, to path: String) throws {
        let interactions = dataset.interactions
        var writer = try RecordWriter(creating: path)
        try writer.append(record: ["userId", "movieId", "rating", "timestamp"])
        let movieIDs = dataset.catalogue.vocabulary.ids.map(EncodedField.init)
        for (index, id) in dataset.users.ids.enumerated() {
            let userID = EncodedField(id)
            for place in interactions.range(of: Row(index)) {
                writer.append(userID)
                writer.append(movieIDs[interactions.movies[place].index])
                writer.append(EncodedField("\(interactions.ratings?[place] ?? 1)"))
                writer.append(Int(interactions.timestamps?[place] ?? 0))
                try writer.endRecord()
            }
        }
        try writer.finish()
    }

    private static func writeMovies(_ catalogue: Catalogue, to path: String) throws {
        var writer = try RecordWriter(creating: path)
        try writer.append(record: ["movieId", "title", "genres"])
        for (id, movie) in zip(catalogue.vocabulary.ids, catalogue.descriptions) {
            let title = movie.titleWithYear
            let genres =
                movie.genres.isEmpty ? "(no genres listed)" : movie.genres.joined(separator: "|")
            try writer.append(record: [id, title, genres])
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
