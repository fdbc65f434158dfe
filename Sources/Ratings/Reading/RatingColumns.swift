/// Ratings as they come from a file: one entry of each column for each record.
package struct RatingColumns: Sendable {
    package var users: [Row<User>] = []
    package var movies: [Row<Movie>] = []
    package var ratings: [Float]?
    package var timestamps: [Int64]?

    package init() {}

    package var count: Int { users.count }

    /// The entries at some places, in the order of the places.
    package subscript(places: some Sequence<Int>) -> RatingColumns {
        var columns = RatingColumns()
        columns.users = places.map { users[$0] }
        columns.movies = places.map { movies[$0] }
        columns.ratings = ratings.map { ratings in places.map { ratings[$0] } }
        columns.timestamps = timestamps.map { times in places.map { times[$0] } }
        return columns
    }

    /// Appends entries of columns that have the same as these.
    mutating func append(_ places: Range<Int>, of others: RatingColumns) {
        users += others.users[places]
        movies += others.movies[places]
        if let others = others.ratings { ratings? += others[places] }
        if let others = others.timestamps { timestamps? += others[places] }
    }

    /// The same entries by a number of their users; those of one number keep their order.
    ///
    /// - Parameters:
    ///   - count: How many numbers there are.
    ///   - number: Of a user, in `0..<count`.
    /// - Returns: The entries, and where those of each number begin: `count + 1` places.
    /// - Complexity: O(entries + numbers).
    func grouped(
        into count: Int,
        by number: (Row<User>) -> Int
    ) -> (columns: RatingColumns, starts: [Int]) {
        var starts = [Int](repeating: 0, count: count + 1)
        var isGrouped = true
        var last = 0
        for user in users {
            let number = number(user)
            starts[number + 1] += 1
            isGrouped = isGrouped && last <= number
            last = number
        }
        for number in 0..<count { starts[number + 1] += starts[number] }
        // Files that are by user already are common.
        guard !isGrouped else { return (self, starts) }
        var ends = starts
        var order = [Int](repeating: 0, count: self.count)
        for (place, user) in users.enumerated() {
            let number = number(user)
            order[ends[number]] = place
            ends[number] += 1
        }
        return (self[order], starts)
    }
}
