import Foundation
import Ratings

@testable import Publishing
@testable import Retrieval

/// A complete run of two users and three movies.
enum TinyRun {
    static let catalogue = Catalogue(
        vocabulary: Vocabulary(["1", "2", "10"]),
        descriptions: [
            MovieDescription(title: "Heat (1995)"), MovieDescription(title: "Amélie, \"2001\""),
            MovieDescription(title: "Alien (1979)"),
        ]
    )

    /// Publishes it under a name.
    ///
    /// - Returns: Its folder.
    @discardableResult
    static func publish(in output: String, id: String) throws -> String {
        try RunFolder.publish(in: output, id: id) { folder in
            let list = [(1, 0.5), (2, 0.25)].map { movie, score in
                ListEntry<Movie>(candidate: Row(movie), score: Float(score), source: .model)
            }
            var counts: [String: Int] = [:]
            counts[ListFiles.userRecommendations] = try ListFiles.writeUserRecommendations(
                to: folder,
                users: Vocabulary(["7", "8"]),
                catalogue: catalogue,
                ofAtMost: 2,
                list: { _ in list }
            ).rowCount
            counts[ListFiles.movieNeighbours] = try ListFiles.writeMovieNeighbours(
                to: folder,
                catalogue: catalogue,
                ofAtMost: 2,
                list: { $0.index == 0 ? list.map { (entry: $0, coRaterCount: 3) } : [] }
            ).rowCount
            counts[ListFiles.movies] = 3
            try ListFiles.writeMovies(
                to: folder,
                catalogue: catalogue,
                raterCounts: [3, 4, 0]
            )
            try FileManager.default.createDirectory(
                atPath: "\(folder)/model",
                withIntermediateDirectories: false
            )
            try DurableFile.write(Data("{}\n".utf8), to: "\(folder)/report.json")
            try DurableFile.write(Data([1, 2, 3]), to: "\(folder)/model/users.csv")
            try DurableFile.write(
                json: try DataPackage(of: folder, id: id, created: id, rowCounts: counts),
                to: "\(folder)/\(DataPackage.fileName)"
            )
        }
    }
}
