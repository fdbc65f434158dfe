/// The names of the columns, for files whose header does not use the usual ones.
package struct ColumnNames: Equatable, Sendable {
    package var user: String?
    package var movie: String?
    package var rating: String?
    package var timestamp: String?

    package init(
        user: String? = nil,
        movie: String? = nil,
        rating: String? = nil,
        timestamp: String? = nil
    ) {
        self.user = user
        self.movie = movie
        self.rating = rating
        self.timestamp = timestamp
    }
}
