/// Who rated what: for each user, the movies in the order of time.
///
/// A user has at most one rating of a movie. Everything derived from ratings (seen movies,
/// popularity, logQ, co-raters) comes from here.
package struct Interactions: Sendable {
    /// Where each user begins in the columns, and at last where all end: `userCount + 1` places.
    package let starts: [Int]
    /// The movies of all users, one user after the other.
    package let movies: [Row<Movie>]
    /// Stars as in the file, for each entry of `movies`; `nil` if the file has none.
    package let ratings: [Float]?
    /// Seconds since 1970, for each entry of `movies`; `nil` if the file has none.
    package let timestamps: [Int64]?
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

    /// How many users have a rating; a split leaves others without any.
    package var activeUserCount: Int {
        (0..<userCount).count { starts[$0] < starts[$0 + 1] }
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

    /// The ratings of users who have no more than so many; the others are left without any.
    package func withoutUsers(ofMoreThan most: Int) -> Interactions {
        guard (0..<userCount).contains(where: { range(of: Row($0)).count > most }) else {
            return self
        }
        return filtered(
            by: (0..<userCount).flatMap { user in
                let count = range(of: Row(user)).count
                return repeatElement(count <= most, count: count)
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
