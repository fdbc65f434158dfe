import CSV

/// The ratings in a part of a file, with their ids as they stand there.
struct RatingsPart: Sendable {
    private(set) var users: IDColumn
    private(set) var movies: IDColumn
    private var ratings: [Float]?
    private var timestamps: [Int64]?

    /// - Parameters:
    ///   - places: Which columns there are.
    ///   - mostRatings: How many will be appended at most.
    init(_ places: RatingPlaces, mostRatings: Int) {
        users = IDColumn(mostIDs: mostRatings)
        movies = IDColumn(mostIDs: mostRatings)
        if places.rating != nil { ratings = [] }
        if places.timestamp != nil { timestamps = [] }
        ratings?.reserveCapacity(mostRatings)
        timestamps?.reserveCapacity(mostRatings)
    }

    var count: Int { users.keys.count }

    /// Appends a record that is right in every part, or nothing.
    ///
    /// - Parameters:
    ///   - record: Of the file.
    ///   - places: Where its columns stand.
    ///   - encoding: The file's.
    ///   - catalogue: Must have the movie; `nil` to take any.
    /// - Throws: `RatingsError`, at the first field that is wrong.
    @inline(__always)
    mutating func append(
        _ record: Record,
        at places: RatingPlaces,
        encoding: TextEncoding,
        of catalogue: ListedMovies?
    ) throws(RatingsError) {
        let user = try record.id(at: places.user, column: "user id", encoding: encoding)
        let movie = try record.id(at: places.movie, column: "movie id", encoding: encoding)
        if let catalogue, catalogue.ids.knownNumber(of: movie) == nil {
            throw .unknownMovie(id: movie.text, catalogue: catalogue.path, at: record.position)
        }
        let rating = try record.number(ifAt: places.rating, column: "rating")
        let timestamp = try record.seconds(ifAt: places.timestamp)
        users.append(user)
        movies.append(movie)
        if let rating { ratings?.append(rating) }
        if let timestamp { timestamps?.append(timestamp) }
    }

    /// The same ratings by row.
    func columns(users userRows: IDRows<User>, movies movieRows: IDRows<Movie>) -> RatingColumns {
        var columns = RatingColumns()
        columns.users = userRows.rows(of: users)
        columns.movies = movieRows.rows(of: movies)
        columns.ratings = ratings
        columns.timestamps = timestamps
        return columns
    }
}
