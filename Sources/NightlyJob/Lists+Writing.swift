import Publishing
import Ratings
import Retrieval

extension Lists {
    /// Writes the three data files and counts what is in them.
    func write(to folder: String) throws -> RunReport.Rows {
        var files: [String: Int] = [:]
        var userCounts = SourceCounts(top: top)
        files[ListFiles.userRecommendations] = try ListFiles.writeUserRecommendations(
            to: folder,
            users: dataset.users,
            catalogue: dataset.catalogue
        ) { user in
            let list = list(of: user)
            userCounts.count(list)
            return list
        }
        var movieCounts = SourceCounts(top: top)
        files[ListFiles.movieNeighbours] = try ListFiles.writeMovieNeighbours(
            to: folder,
            catalogue: dataset.catalogue
        ) { movie in
            let list = neighbours(of: movie)
            movieCounts.count(list.map(\.entry))
            return list
        }
        files[ListFiles.movies] = try ListFiles.writeMovies(
            to: folder,
            catalogue: dataset.catalogue,
            raterCounts: dataset.interactions.raterCounts
        )
        return RunReport.Rows(
            files: files,
            sources: [
                ListFiles.userRecommendations: userCounts.rows,
                ListFiles.movieNeighbours: movieCounts.rows,
            ],
            shortUserLists: userCounts.shortCount,
            shortMovieLists: movieCounts.shortCount
        )
    }
}

/// How many rows come from where.
private struct SourceCounts {
    let top: Int
    private(set) var rows: [String: Int] = [:]
    private(set) var shortCount = 0

    init(top: Int) { self.top = top }

    mutating func count(_ list: [ListEntry<Movie>]) {
        for entry in list { rows[entry.source.rawValue, default: 0] += 1 }
        if list.count < top { shortCount += 1 }
    }
}
