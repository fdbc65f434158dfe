import Cores

/// Who rated what: for each user, the movies in the order of time.
///
/// A user has at most one rating of a movie. Everything derived from ratings (seen movies,
/// popularity, logQ, co-raters) comes from here.
package struct Interactions: Sendable {
    /// Where each user begins in the columns, and at last where all end: `userCount + 1` places.
    package private(set) var starts: [Int]
    /// The movies of all users, one user after the other.
    package private(set) var movies: [Row<Movie>]
    /// Stars as in the file, for each entry of `movies`; `nil` if the file has none.
    package private(set) var ratings: [Float]?
    /// Seconds since 1970, for each entry of `movies`; `nil` if the file has none.
    package private(set) var timestamps: [Int64]?
    package let movieCount: Int

    package var userCount: Int { starts.count - 1 }
    package var count: Int { movies.count }

    /// Interactions whose columns are in order already.
    ///
    /// - Parameters:
    ///   - starts: Count `userCount + 1`; the last is the count of `movies`.
    ///   - movies: Each user's, oldest first and without repetition.
    ///   - ratings: Stars, for each entry of `movies`.
    ///   - timestamps: Seconds since 1970, for each entry of `movies`.
    ///   - movieCount: All movies, those without a rating too.
    package init(
        starts: [Int],
        movies: [Row<Movie>],
        ratings: [Float]?,
        timestamps: [Int64]?,
        movieCount: Int
    ) {
        precondition(starts.last == movies.count, "users end elsewhere than their movies")
        precondition(ratings.map { $0.count == movies.count } ?? true, "a rating for each movie")
        precondition(timestamps.map { $0.count == movies.count } ?? true, "a time for each movie")
        self.starts = starts
        self.movies = movies
        self.ratings = ratings
        self.timestamps = timestamps
        self.movieCount = movieCount
    }

    /// Orders ratings by user and time.
    ///
    /// Equal times keep the file's order. Where a user rated a movie more than once, the later one
    /// counts.
    ///
    /// - Parameters:
    ///   - parts: The ratings of a file, cut into consecutive parts; each is given up when it has
    ///     been copied.
    ///   - userCount: All users, those without a rating too.
    ///   - movieCount: All movies, those without a rating too.
    /// - Returns: The interactions, and how many ratings were superseded by a later one.
    package static func ordering(
        _ parts: consuming [RatingColumns],
        userCount: Int,
        movieCount: Int
    ) -> (interactions: Interactions, supersededCount: Int) {
        let byUser = grouping(parts, userCount: userCount, movieCount: movieCount)
        let ordered = byUser.orderedByTime()
        return (ordered, byUser.count - ordered.count)
    }

    /// The ratings of each user in the order of the file.
    private static func grouping(
        _ parts: consuming [RatingColumns],
        userCount: Int,
        movieCount: Int
    ) -> Interactions {
        var parts = parts
        var starts = [Int](repeating: 0, count: userCount + 1)
        for part in parts { for user in part.users { starts[user.index + 1] += 1 } }
        for user in 0..<userCount { starts[user + 1] += starts[user] }
        var ends = starts
        let count = starts[userCount]
        var movies = [Row<Movie>](repeating: Row(0), count: count)
        var ratings = parts.first?.ratings.map { _ in [Float](repeating: 0, count: count) }
        var timestamps = parts.first?.timestamps.map { _ in [Int64](repeating: 0, count: count) }
        for number in parts.indices {
            let part = parts[number]
            parts[number] = RatingColumns()
            let places = part.users.map { user in
                defer { ends[user.index] += 1 }
                return ends[user.index]
            }
            for (place, movie) in zip(places, part.movies) { movies[place] = movie }
            for (place, rating) in zip(places, part.ratings ?? []) { ratings?[place] = rating }
            for (place, time) in zip(places, part.timestamps ?? []) { timestamps?[place] = time }
        }
        return Interactions(
            starts: starts,
            movies: movies,
            ratings: ratings,
            timestamps: timestamps,
            movieCount: movieCount
        )
    }

    /// The latest rating of each movie by each user, by time; equal times keep their order.
    private func orderedByTime() -> Interactions {
        let blocks = Cores.ranges(of: userCount, size: 1 << 10)
        var ordered = Interactions(
            starts: [0],
            movies: [],
            ratings: ratings.map { _ in [] },
            timestamps: timestamps.map { _ in [] },
            movieCount: movieCount
        )
        ordered.reserve(count)
        // A few blocks at a time, so that there is never a third copy of everything.
        for wave in Cores.ranges(of: blocks.count, size: 16) {
            let next = Cores.map(wave.count) { latest(of: blocks[wave.lowerBound + $0]) }
            for block in next { ordered.append(block) }
        }
        return ordered
    }

    /// The latest rating of each movie by some users, by time.
    private func latest(of users: Range<Int>) -> Interactions {
        var kept: [Int] = []
        kept.reserveCapacity(starts[users.upperBound] - starts[users.lowerBound])
        var keptStarts = [0]
        var lastUser = [Int32](repeating: -1, count: movieCount)
        for user in users {
            var places = Array(range(of: Row(user)))
            if let timestamps {
                places.sort { (timestamps[$0], $0) < (timestamps[$1], $1) }
            }
            let newest = places.reversed().filter { place in
                let movie = movies[place].index
                defer { lastUser[movie] = Int32(user) }
                return lastUser[movie] != Int32(user)
            }
            kept += newest.reversed()
            keptStarts.append(kept.count)
        }
        return Interactions(
            starts: keptStarts,
            movies: kept.map { movies[$0] },
            ratings: ratings.map { ratings in kept.map { ratings[$0] } },
            timestamps: timestamps.map { times in kept.map { times[$0] } },
            movieCount: movieCount
        )
    }

    private mutating func reserve(_ count: Int) {
        movies.reserveCapacity(count)
        ratings?.reserveCapacity(count)
        timestamps?.reserveCapacity(count)
    }

    /// Appends the next users.
    private mutating func append(_ others: Interactions) {
        let end = count
        starts += others.starts.dropFirst().map { $0 + end }
        movies += others.movies
        if let others = others.ratings { ratings? += others }
        if let others = others.timestamps { timestamps? += others }
    }

    /// Where a user's entries stand in the columns, oldest first.
    package func range(of user: Row<User>) -> Range<Int> {
        starts[user.index]..<starts[user.index + 1]
    }

    /// The movies that a user rated, oldest first.
    package func movies(of user: Row<User>) -> ArraySlice<Row<Movie>> { movies[range(of: user)] }

    /// How many users rated each movie, by row.
    package var raterCounts: [Int] {
        var counts = [Int](repeating: 0, count: movieCount)
        for movie in movies { counts[movie.index] += 1 }
        return counts
    }

    /// Whether anybody has rated each movie, by row.
    package var isRated: [Bool] { raterCounts.map { $0 > 0 } }

    /// The newest timestamp, or `nil` without timestamps or ratings.
    package var newestTimestamp: Int64? { timestamps?.max() }

    /// The entries that are kept, with users and movies numbered as before.
    ///
    /// - Parameter isKept: By entry. Count `count`.
    /// - Returns: As many users and movies, also where nothing of theirs is kept.
    package func filtered(by isKept: [Bool]) -> Interactions {
        precondition(isKept.count == count, "\(isKept.count) marks for \(count) ratings")
        let places = isKept.indices.filter { isKept[$0] }
        var newStarts = [0]
        for user in 0..<userCount {
            let keptCount = isKept[starts[user]..<starts[user + 1]].count { $0 }
            newStarts.append(newStarts[user] + keptCount)
        }
        return Interactions(
            starts: newStarts,
            movies: places.map { movies[$0] },
            ratings: ratings.map { ratings in places.map { ratings[$0] } },
            timestamps: timestamps.map { times in places.map { times[$0] } },
            movieCount: movieCount
        )
    }

    /// The entries whose movie the same user has not rated among `others`, numbered alike.
    package func without(_ others: Interactions) -> Interactions {
        filtered(
            by: (0..<userCount).flatMap { index in
                let rated = Set(others.movies(of: Row(index)))
                return movies(of: Row(index)).map { !rated.contains($0) }
            }
        )
    }

    /// The same ratings seen from the movies.
    package var raters: Raters { Raters(of: self) }
}

/// For each movie, the users who rated it, in ascending order.
package struct Raters: Sendable {
    private var starts: [Int]
    private var users: [Row<User>]

    init(of interactions: Interactions) {
        starts = [0]
        for count in interactions.raterCounts { starts.append(starts[starts.count - 1] + count) }
        users = [Row<User>](repeating: Row(0), count: interactions.count)
        var ends = starts
        for index in 0..<interactions.userCount {
            for movie in interactions.movies(of: Row(index)) {
                users[ends[movie.index]] = Row(index)
                ends[movie.index] += 1
            }
        }
    }

    /// The users who rated a movie, ascending.
    package subscript(movie: Row<Movie>) -> ArraySlice<Row<User>> {
        users[starts[movie.index]..<starts[movie.index + 1]]
    }
}

/// Ratings as they come from a file: one entry of each column for each record.
package struct RatingColumns: Sendable {
    package var users: [Row<User>] = []
    package var movies: [Row<Movie>] = []
    package var ratings: [Float]?
    package var timestamps: [Int64]?

    package init() {}

    package var count: Int { users.count }
}
