import Cores
import Fixtures
import Foundation
import Ratings
import Testing

@testable import NightlyJob

@Suite("made-up data")
struct SynthesisTests {
    private func synthesis(
        users: Int = 80,
        movies: Int = 60,
        ratings: Int = 1_200,
        seed: UInt64 = 1
    ) -> Synthesis {
        var synthesis = Synthesis()
        synthesis.userCount = users
        synthesis.movieCount = movies
        synthesis.ratingCount = ratings
        synthesis.seed = seed
        return synthesis
    }

    /// What is read from the files of a made-up data set.
    private func dataset(_ synthesis: Synthesis) throws -> Dataset {
        let folder = try HeldFolder()
        let path = "\(folder.path)/data"
        try synthesis.write(to: path)
        let outcome = try DatasetReader.read(
            InputFiles(ratings: "\(path)/ratings.csv", movies: "\(path)/movies.csv")
        )
        #expect(outcome.supersededCount == 0)
        return outcome.dataset
    }

    @Test(
        "it has the size that was asked for, and every user rates something",
        arguments: [[80, 60, 1_200], [1, 2, 1], [50, 40, 1_000], [10, 7, 30], [30, 9, 30]]
    )
    func size(sizes: [Int]) throws {
        let dataset = try dataset(
            synthesis(users: sizes[0], movies: sizes[1], ratings: sizes[2])
        )
        #expect(dataset.users.count == sizes[0])
        #expect(dataset.catalogue.count == sizes[1])
        #expect(dataset.interactions.count == sizes[2])
        for user in 0..<sizes[0] {
            let movies = dataset.interactions.movies(of: Row(user))
            #expect((1...max(1, sizes[1] / 2)).contains(movies.count))
            #expect(Set(movies).count == movies.count)
        }
    }

    @Test("ratings are stars, times go forward, films have titles, years and genres")
    func contents() throws {
        let dataset = try dataset(synthesis())
        let ratings = try #require(dataset.interactions.ratings)
        #expect(ratings.allSatisfy { (1...5).contains($0) && $0 == $0.rounded() })
        let times = try #require(dataset.interactions.timestamps)
        for user in 0..<80 {
            let own = times[dataset.interactions.range(of: Row(user))]
            #expect(zip(own, own.dropFirst()).allSatisfy { $0 < $1 })
        }
        #expect(
            dataset.catalogue.descriptions.allSatisfy { $0.year != nil && $0.genres.count == 1 }
        )
    }

    @Test("the first films are the most popular, and users keep to their tastes")
    func learnable() throws {
        let dataset = try dataset(synthesis(movies: 400))
        let counts = dataset.interactions.raterCounts
        #expect(counts.prefix(100).reduce(0, +) > 2 * counts.suffix(100).reduce(0, +))
        // Films of one genre would share a user's list one time in 18 by chance.
        let pairs = (0..<80).flatMap { user in
            let genres = dataset.interactions.movies(of: Row(user)).map {
                dataset.catalogue[$0].genres
            }
            return zip(genres, genres.dropFirst()).map { $0 == $1 }
        }
        #expect(pairs.count { $0 } * 6 > pairs.count)
    }

    @Test("the same seed gives the same bytes on any number of cores, another one other bytes")
    func deterministic() throws {
        let folder = try HeldFolder()
        let all = Cores.limit
        defer { Cores.limit = all }
        for (name, seed, limit) in [("a", 1, 1), ("b", 1, 3), ("c", 2, 3)]
            as [(String, UInt64, Int)]
        {
            Cores.limit = limit
            // More users than a block has.
            try synthesis(users: 700, ratings: 3_000, seed: seed)
                .write(to: "\(folder.path)/\(name)")
        }
        for file in ["ratings.csv", "movies.csv"] {
            #expect(try folder.text("a/\(file)") == folder.text("b/\(file)"))
        }
        #expect(try folder.text("a/ratings.csv") != folder.text("c/ratings.csv"))
    }

    @Test(
        "numbers that do not fit together are refused, and nothing is written",
        arguments: [[0, 5, 5], [5, 1, 5], [5, 5, 4], [10, 10, 51], [100, 3, 150], [-1, 5, 5]]
    )
    func impossible(sizes: [Int]) throws {
        let folder = try HeldFolder()
        let error = try #require(throws: SynthesisError.self) {
            try synthesis(users: sizes[0], movies: sizes[1], ratings: sizes[2])
                .write(to: "\(folder.path)/data")
        }
        #expect(error == .impossible(users: sizes[0], movies: sizes[1], ratings: sizes[2]))
        #expect(error.description.hasPrefix("\(sizes[2]) ratings of \(sizes[0]) users"))
        #expect(try folder.names().isEmpty)
    }
}
