import Cores

/// Counts how many users rated both of two movies, one movie beside all others at a time.
///
/// All pairs at once would not fit into memory where there are many movies.
package struct CoRatingCounts: Sendable {
    private let interactions: Interactions
    private let raters: Raters
    /// How many users rated each movie, by row.
    package let raterCounts: [Int]
    /// How many users have a rating.
    package let userCount: Int

    package init(in interactions: Interactions) {
        self.interactions = interactions
        raters = interactions.raters
        raterCounts = interactions.raterCounts
        userCount = interactions.activeUserCount
    }

    /// Looks at the counts of some movies.
    ///
    /// - Parameters:
    ///   - queries: The movies.
    ///   - body: Gets the place of one of them and, by row of the other, how many users rated both;
    ///     0 beside itself.
    /// - Returns: What `body` makes of each, in the order of the queries.
    /// - Complexity: O(Σ over raters of the queries of the ratings of the user), and one row of
    ///   counts for each core.
    package func map<Result: Sendable>(
        _ queries: [Row<Movie>],
        _ body: @Sendable (Int, [Int32]) -> Result
    ) -> [Result] {
        let blocks = Cores.ranges(of: queries.count, size: 64)
        let parts = Cores.map(blocks.count) { block in
            var counts = [Int32](repeating: 0, count: interactions.movieCount)
            return blocks[block].map { place in
                let query = queries[place]
                count(raters[query], beside: query, in: &counts)
                return body(place, counts)
            }
        }
        return Array(parts.joined())
    }

    private func count(
        _ users: ArraySlice<Row<User>>,
        beside query: Row<Movie>,
        in counts: inout [Int32]
    ) {
        counts.withUnsafeMutableBufferPointer { counts in
            counts.update(repeating: 0)
            for user in users {
                for movie in interactions.movies(of: user) { counts[movie.index] += 1 }
            }
            counts[query.index] = 0
        }
    }
}
