import Foundation
import Ratings
import Testing

/// Where the public MovieLens data lies: `MOVIELENS_DIR`, or `../shared/data` beside this package.
private enum MovieLens {
    static let folder: String =
        ProcessInfo.processInfo.environment["MOVIELENS_DIR"]
        ?? URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "../shared/data").standardizedFileURL.path

    static func holds(_ dataset: String) -> Bool {
        FileManager.default.fileExists(atPath: "\(folder)/\(dataset)")
    }
}

@Suite("The real data")
struct MovieLensTests {
    @Test(
        "MovieLens 100K has the counts that its README states",
        .enabled(if: MovieLens.holds("ml-100k"), "no ml-100k: set MOVIELENS_DIR to its parent")
    )
    func ml100k() throws {
        let folder = MovieLens.folder + "/ml-100k"
        let outcome = try DatasetReader.read(
            InputFiles(
                ratings: folder + "/u.data",
                movies: folder + "/u.item",
                users: folder + "/u.user"
            )
        )
        let dataset = outcome.dataset
        #expect(dataset.users.count == 943)
        #expect(dataset.catalogue.count == 1_682)
        #expect(dataset.interactions.count == 100_000)
        #expect(outcome.supersededCount == 0)
        // "Each user has rated at least 20 movies."
        #expect((0..<943).allSatisfy { dataset.interactions.range(of: Row($0)).count >= 20 })
        #expect(dataset.interactions.ratings.map { Set($0) } == [1, 2, 3, 4, 5])
        #expect(dataset.interactions.raterCounts.allSatisfy { $0 > 0 })
        #expect(
            dataset.userDescriptions?.first
                == UserDescription(age: 24, gender: "M", occupation: "technician")
        )
        let toyStory = MovieDescription(
            title: "Toy Story (1995)",
            genres: ["Animation", "Children's", "Comedy"]
        )
        #expect(dataset.catalogue[Row(0)] == toyStory)
        #expect(toyStory.year == 1995)
        #expect(dataset.catalogue.descriptions.contains { $0.title == "Misérables, Les (1995)" })
    }

    @Test(
        "MovieLens latest-small has its counts, 18 unrated movies among them",
        .enabled(
            if: MovieLens.holds("ml-latest-small"),
            "no ml-latest-small: set MOVIELENS_DIR to its parent"
        )
    )
    func latestSmall() throws {
        let folder = MovieLens.folder + "/ml-latest-small"
        let outcome = try DatasetReader.read(
            InputFiles(ratings: folder + "/ratings.csv", movies: folder + "/movies.csv")
        )
        let dataset = outcome.dataset
        #expect(dataset.users.count == 610)
        #expect(dataset.catalogue.count == 9_742)
        #expect(dataset.interactions.count == 100_836)
        #expect(outcome.supersededCount == 0)
        #expect(dataset.interactions.raterCounts.count { $0 == 0 } == 18)
        #expect(dataset.users.ids == (1...610).map(String.init))
        #expect(
            dataset.catalogue.movies(named: "american president").map {
                dataset.catalogue[$0].title
            }
                == ["American President, The (1995)"]
        )
    }
}
