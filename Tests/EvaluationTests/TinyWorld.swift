import LinearAlgebra
import Ratings
import Retrieval

@testable import Evaluation

extension Interactions {
    /// Each user's movies, oldest first.
    init(_ moviesOfUsers: [[Int]], movieCount: Int) {
        self.init(
            starts: moviesOfUsers.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) },
            movies: moviesOfUsers.flatMap { $0 }.map { Row($0) },
            ratings: nil,
            timestamps: nil,
            movieCount: movieCount
        )
    }

    /// The movies of each user.
    var lists: [[Int]] { (0..<userCount).map { movies(of: Row($0)).map(\.index) } }
}

extension Catalogue {
    /// Movies with these genres, whose ids are 0, 1, 2, ….
    init(genres: [[String]]) {
        self.init(
            vocabulary: Vocabulary(genres.indices.map(String.init)),
            descriptions: genres.map { MovieDescription(title: "", genres: $0) }
        )
    }
}

extension RankedLists {
    /// Lists in the order given, with falling scores.
    init(_ lists: [[Int]]) {
        self.init()
        for list in lists {
            append(
                list.enumerated().map { (candidate: $1, score: Float(list.count - $0)) }
            )
        }
    }

    var indices: [[Int]] { (0..<count).map { self[Row($0)].map(\.index) } }
}

/// A world made by chance: who rated what, what is held out, and what movies are about.
struct RandomWorld {
    static let movieCount = 31
    let split: Split
    let catalogue: Catalogue

    init(seed: UInt64) {
        var generator = SeededGenerator(seed: seed, stage: "world")
        var train: [[Int]] = []
        var test: [[Int]] = []
        for user in 0..<40 {
            // Movie 30 is in no list; the first ones are the most popular. Some users have nothing on
            // one side or the other.
            let order = (0..<30).filter { Int.random(in: 0..<30, using: &generator) >= $0 }
                .shuffled(using: &generator)
            let testCount = user % 7 == 3 ? 0 : user % 7 == 5 ? order.count : order.count / 3
            train.append(Array(order.dropLast(testCount)))
            test.append(Array(order.suffix(testCount)))
        }
        split = Split(
            train: Interactions(train, movieCount: Self.movieCount),
            test: Interactions(test, movieCount: Self.movieCount)
        )
        let names = ["Comedy", "Drama", "War"]
        catalogue = Catalogue(
            genres: (0..<Self.movieCount).map { movie in
                names.filter { _ in movie != 4 && Bool.random(using: &generator) }
            }
        )
    }

    /// A list for each query, of any length up to `longest`, without repetition.
    static func lists<Query>(
        _ count: Int,
        longest: Int,
        seed: UInt64
    ) -> RankedLists<Query, Movie> {
        var generator = SeededGenerator(seed: seed, stage: "lists")
        return RankedLists(
            (0..<count).map { _ in
                let length = Int.random(in: 0...longest, using: &generator)
                return Array((0..<movieCount).shuffled(using: &generator).prefix(length))
            }
        )
    }
}

func mean(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}

func isClose(_ left: Double?, _ right: Double, within tolerance: Double = 1e-6) -> Bool {
    left.map { abs($0 - right) <= tolerance } ?? false
}
