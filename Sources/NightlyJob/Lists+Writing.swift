import Publishing
import Ratings
import Retrieval

extension Lists {
    /// Writes the three data files and counts what is in them.
    func write(to folder: String) throws -> RunReport.Rows {
        let users = try ListFiles.writeUserRecommendations(
            to: folder,
            users: dataset.users,
            catalogue: dataset.catalogue,
            list: list(of:)
        )
        let movies = try ListFiles.writeMovieNeighbours(
            to: folder,
            catalogue: dataset.catalogue,
            list: neighbours(of:)
        )
        try ListFiles.writeMovies(
            to: folder,
            catalogue: dataset.catalogue,
            raterCounts: dataset.interactions.raterCounts
        )
        return RunReport.Rows(
            files: [
                ListFiles.userRecommendations: users.rowCount,
                ListFiles.movieNeighbours: movies.rowCount,
                ListFiles.movies: dataset.catalogue.count,
            ],
            sources: [
                ListFiles.userRecommendations: users.rowCountsByName,
                ListFiles.movieNeighbours: movies.rowCountsByName,
            ],
            shortUserLists: users.listCount(below: top),
            shortMovieLists: movies.listCount(below: top)
        )
    }
}

extension ListTally {
    fileprivate var rowCountsByName: [String: Int] {
        Dictionary(uniqueKeysWithValues: rowCounts.map { ($0.rawValue, $1) })
    }
}
