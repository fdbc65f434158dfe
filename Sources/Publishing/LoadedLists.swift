import Ratings

/// All lists of a published file, in memory: four bytes for each row.
package struct LoadedLists: Sendable {
    /// Whose lists they are, in the order of the file.
    package private(set) var ids: [String] = []
    private var starts = [0]
    private var movies: [Row<Movie>] = []

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - file: `ListFiles.userRecommendations` or `ListFiles.movieNeighbours`.
    ///   - run: The folder of the run.
    ///   - vocabulary: Every movie that a list may hold.
    /// - Throws: `Breach` for a file that is none of lists, and for a list that holds another movie.
    package init(_ file: String, of run: String, movies vocabulary: Vocabulary<Movie>) throws {
        try ListReader(file, of: run).forEachRanking { id, list in
            ids.append(id)
            for movie in list {
                guard let row = vocabulary.row(of: movie) else {
                    throw Breach(
                        "\(run)/\(file)",
                        "movie \"\(movie)\" in the list of \"\(id)\" is not in \(ListFiles.movies)"
                    )
                }
                movies.append(row)
            }
            starts.append(movies.count)
        }
    }

    package var count: Int { ids.count }

    /// The movies of one list, best first.
    package subscript(place: Int) -> ArraySlice<Row<Movie>> {
        movies[starts[place]..<starts[place + 1]]
    }
}
