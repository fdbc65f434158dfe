import Publishing
import Ratings
import Retrieval

extension Lists {
    /// Writes the lists of users, and counts what is in them.
    func writeUsers(to folder: String) throws -> ListTally {
        try ListFiles.writeUserRecommendations(
            to: folder,
            users: dataset.users,
            catalogue: dataset.catalogue,
            ofAtMost: top,
            list: list(of:)
        )
    }

    /// Writes the lists of movies and the catalogue, and counts what is in the lists.
    func writeNeighboursAndCatalogue(to folder: String) throws -> ListTally {
        let tally = try ListFiles.writeMovieNeighbours(
            to: folder,
            catalogue: dataset.catalogue,
            ofAtMost: top,
            list: neighbours(of:)
        )
        try ListFiles.writeMovies(
            to: folder,
            catalogue: dataset.catalogue,
            raterCounts: dataset.interactions.raterCounts
        )
        return tally
    }

    /// What a report says of the files.
    func rows(users: ListTally, movies: ListTally) -> RunReport.Rows {
        RunReport.Rows(
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
