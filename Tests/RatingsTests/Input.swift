import Fixtures
import Ratings

/// The bytes of a file, written as text or otherwise.
struct FileText: ExpressibleByStringInterpolation {
    let bytes: [UInt8]

    init(bytes: [UInt8]) { self.bytes = bytes }

    init(stringLiteral text: String) { bytes = Array(text.utf8) }

    init(_ text: String) { bytes = Array(text.utf8) }

    /// Characters up to U+00FF, one byte each.
    static func latin1(_ text: String) -> FileText {
        FileText(bytes: text.unicodeScalars.map { UInt8($0.value) })
    }
}

/// The files of one input, written when they are read.
struct Input {
    var ratings: FileText
    var movies: FileText?
    var users: FileText?
    var format: InputFormat?
    var columns = ColumnNames()

    /// What the reader makes of the files `ratings.csv`, `movies.csv` and `users.csv`.
    func read() throws -> DatasetReader.Outcome {
        try TemporaryFolder.with { folder in try DatasetReader.read(written(to: folder)) }
    }

    /// What the reader says against the files; `nil` if nothing is wrong.
    func complaint() throws -> String? {
        try TemporaryFolder.with { folder in
            let files = try written(to: folder)
            return folder.complaint { _ = try DatasetReader.read(files) }
        }
    }

    private func written(to folder: TemporaryFolder) throws -> InputFiles {
        InputFiles(
            ratings: try folder.write(ratings.bytes, to: "ratings.csv"),
            movies: try movies.map { try folder.write($0.bytes, to: "movies.csv") },
            users: try users.map { try folder.write($0.bytes, to: "users.csv") },
            format: format,
            columns: columns
        )
    }
}

extension Dataset {
    /// Every rating with its ids, in the order of the rows: `user movie rating time`.
    var ratingLines: [String] {
        (0..<interactions.userCount).flatMap { user in
            interactions.range(of: Row(user)).map { place in
                var words = [users[Row(user)], catalogue.vocabulary[interactions.movies[place]]]
                if let ratings = interactions.ratings { words.append("\(ratings[place])") }
                if let times = interactions.timestamps { words.append("\(times[place])") }
                return words.joined(separator: " ")
            }
        }
    }

    /// Every movie: `id: title, year, genres`.
    var movieLines: [String] {
        zip(catalogue.vocabulary.ids, catalogue.descriptions).map { id, movie in
            "\(id): \(movie.title), \(movie.year ?? 0), \(movie.genres.joined(separator: "+"))"
        }
    }
}
