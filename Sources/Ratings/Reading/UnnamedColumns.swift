import CSV

/// The columns of ratings whose first record is a rating already, not the names of columns.
///
/// They are user id, movie id, and rating and timestamp if there are any, in this order. Of three
/// columns the last is a timestamp if its first number is larger than any rating would be.
struct UnnamedColumns {
    /// What a header would say.
    let names: [String]
    /// Whether the record is told from a header: it has two to four fields, no usual name of a column
    /// of users or movies, a number and, from the third field on, nothing but numbers.
    let isNoHeader: Bool

    static let usualNames = ["user_id", "movie_id", "rating", "timestamp"]
    /// Seconds since 1970 that make the year 1973.
    private static let leastTimestamp = 100_000_000.0

    /// - Parameter first: The first record of the file.
    init(of first: Record) {
        let numbers = (0..<first.count).map { first[$0].number }
        let isTimed = first.count == 3 && numbers[2] ?? 0 >= Self.leastTimestamp
        names = (0..<first.count).map { place in
            if place == 2, isTimed { return Self.usualNames[3] }
            return place < Self.usualNames.count ? Self.usualNames[place] : "column \(place + 1)"
        }
        let texts = (0..<first.count).map { first[$0].text() ?? "" }
        isNoHeader =
            (2...Self.usualNames.count).contains(first.count)
            && numbers.dropFirst(2).allSatisfy { $0 != nil } && numbers.contains { $0 != nil }
            && ColumnRole.user.places(in: texts).isEmpty
            && ColumnRole.movie.places(in: texts).isEmpty
    }
}
