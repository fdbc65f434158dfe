import Fixtures
import Foundation
import Publishing
import Ratings
import Testing

@testable import NightlyJob

@Suite("a folder of ratings and movies")
struct DatasetFolderTests {
    private let dataset = Dataset(
        [[2, 0], [1], [0, 1, 2]],
        movies: [
            MovieDescription(title: "Heat (1995)", genres: ["Action", "Crime"]),
            MovieDescription(title: "Good, \"Bad\"", year: 1966),
            MovieDescription(title: "Amélie (2001)", genres: ["Romance"]),
        ]
    )

    @Test("what is written is read back")
    func roundTrip() throws {
        let folder = try HeldFolder()
        let path = "\(folder.path)/deep/data"
        try DatasetFolder.write(dataset, to: path)
        #expect(try folder.names(in: "deep") == ["data"])
        let read = try DatasetReader.read(
            InputFiles(ratings: "\(path)/ratings.csv", movies: "\(path)/movies.csv")
        ).dataset
        #expect(read.users.ids == dataset.users.ids)
        #expect(read.interactions.movies == dataset.interactions.movies)
        #expect(read.interactions.starts == dataset.interactions.starts)
        #expect(read.interactions.ratings == dataset.interactions.ratings)
        #expect(read.interactions.timestamps == dataset.interactions.timestamps)
        #expect(read.catalogue.vocabulary.ids == dataset.catalogue.vocabulary.ids)
        #expect(
            read.catalogue.descriptions.map(\.genres)
                == dataset.catalogue.descriptions.map(\.genres)
        )
        #expect(read.catalogue.descriptions.map(\.year) == [1995, 1966, 2001])
        #expect(read.catalogue[Row(1)].title == "Good, \"Bad\" (1966)")
    }

    @Test("a folder with something in it stays as it is")
    func existing() throws {
        let folder = try HeldFolder()
        try folder.write("mine", to: "file")
        let error = try #require(throws: PublishingError.self) {
            try DatasetFolder.write(dataset, to: folder.path)
        }
        #expect(error.description.contains("is there already"))
        #expect(try folder.names() == ["file"])
        #expect(!FileManager.default.fileExists(atPath: folder.path + ".partial"))
    }

    @Test("what an interrupted call has left is replaced")
    func leftovers() throws {
        let folder = try HeldFolder()
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/data.partial",
            withIntermediateDirectories: false
        )
        try folder.write("half", to: "data.partial/ratings.csv")
        try DatasetFolder.write(dataset, to: "\(folder.path)/data")
        #expect(try folder.names() == ["data"])
        #expect(try folder.text("data/ratings.csv").hasPrefix("userId,movieId,rating,timestamp\n"))
    }
}
