import Fixtures
import Ratings

/// Ratings as a file might hold them, in which users rate movies again and times repeat.
struct RandomRatings {
    let columns: RatingColumns
    let userCount: Int
    let movieCount: Int

    var interactions: Interactions {
        Interactions.ordering([columns], userCount: userCount, movieCount: movieCount).interactions
    }

    /// The columns cut into parts of so many ratings; the last may have fewer.
    func parts(of size: Int) -> [RatingColumns] {
        stride(from: 0, to: columns.count, by: size).map { start in
            columns[start..<min(start + size, columns.count)]
        }
    }

    init(seed: UInt64, hasTimestamps: Bool = true) {
        var generator = SplitMix64(seed: seed)
        userCount = Int.random(in: 1...12, using: &generator)
        movieCount = Int.random(in: 1...15, using: &generator)
        var columns = RatingColumns()
        columns.ratings = []
        if hasTimestamps { columns.timestamps = [] }
        for _ in 0..<Int.random(in: 1...120, using: &generator) {
            columns.users.append(Row(Int.random(in: 0..<userCount, using: &generator)))
            columns.movies.append(Row(Int.random(in: 0..<movieCount, using: &generator)))
            columns.ratings?.append(Float(Int.random(in: 1...10, using: &generator)) / 2)
            columns.timestamps?.append(Int64.random(in: 0...40, using: &generator))
        }
        self.columns = columns
    }
}

/// One rating with its user.
struct Entry: Hashable {
    let user: Int
    let movie: Int
    let rating: Float?
    let time: Int64?
}

extension Interactions {
    /// All ratings, user after user.
    var entries: [Entry] {
        (0..<userCount).flatMap { user in
            range(of: Row(user)).map { place in
                Entry(
                    user: user,
                    movie: movies[place].index,
                    rating: ratings?[place],
                    time: timestamps?[place]
                )
            }
        }
    }
}
