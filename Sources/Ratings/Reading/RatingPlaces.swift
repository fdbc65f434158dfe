/// Where the columns of a file of ratings stand.
struct RatingPlaces {
    let user: Int
    let movie: Int
    let rating: Int?
    let timestamp: Int?

    init(_ header: [String], columns: ColumnNames, path: String) throws(RatingsError) {
        let header = Header(names: header, path: path, kind: .ratings)
        user = try header.place(of: .user, named: columns.user)
        movie = try header.place(of: .movie, named: columns.movie)
        rating = try header.place(ofOptional: .rating, named: columns.rating)
        timestamp = try header.place(ofOptional: .timestamp, named: columns.timestamp)
        try header.requireDistinct([
            (.user, user), (.movie, movie), (.rating, rating), (.timestamp, timestamp),
        ])
    }
}
