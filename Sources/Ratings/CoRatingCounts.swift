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

    /// A movie that was rated together with another.
    package struct CoRated: Sendable {
        package let movie: Row<Movie>
        /// How many users rated both, at least one.
        package let coRaterCount: Int32
    }

    package init(in interactions: Interactions) {
        self.interactions = interactions
        raters = interactions.raters
        raterCounts = interactions.raterCounts
        userCount = interactions.activeUserCount
    }

    /// Looks at what was rated together with some movies.
    ///
    /// - Parameters:
    ///   - queries: The movies.
    ///   - least: At least 1.
    ///   - body: Gets the place of one of them and the others that so many of its raters rated, at
    ///     least, ascending.
    /// - Returns: What `body` makes of each, in the order of the queries.
    /// - Complexity: O(n + min(n log n, movies)) for a query whose raters have n ratings between them;
    ///   one row of counts for each core.
    package func map<Result: Sendable>(
        _ queries: [Row<Movie>],
        ofAtLeast least: Int32 = 1,
        _ body: @Sendable (Int, [CoRated]) -> Result
    ) -> [Result] {
        // To make a row of counts takes less time than to count for the queries of a block.
        let blocks = Cores.ranges(of: queries.count, size: max(64, interactions.movieCount / 64))
        let parts = Cores.map(blocks.count) { block in
            var counts = [Int32](repeating: 0, count: interactions.movieCount)
            return blocks[block].map {
                body($0, coRated(with: queries[$0], ofAtLeast: least, counting: &counts))
            }
        }
        return Array(parts.joined())
    }

    /// What was rated together with one movie.
    ///
    /// - Parameters:
    ///   - query: The one.
    ///   - least: How many raters both must have in common.
    ///   - counts: Zeros, also afterwards; one for each movie.
    /// - Returns: Ascending.
    private func coRated(
        with query: Row<Movie>,
        ofAtLeast least: Int32,
        counting counts: inout [Int32]
    ) -> [CoRated] {
        let users = raters[query]
        let ratingCount = users.reduce(0) { $0 + interactions.range(of: $1).count }
        return counts.withUnsafeMutableBufferPointer { counts in
            for user in users {
                for movie in interactions.movies(of: user) { counts[movie.index] += 1 }
            }
            counts[query.index] = 0
            // Each movie is written where the next one goes, and stays if its count is large enough.
            let most = min(ratingCount, counts.count) + 1
            return [CoRated](unsafeUninitializedCapacity: most) { found, foundCount in
                func take(_ movie: Row<Movie>) {
                    let count = counts[movie.index]
                    found[foundCount] = CoRated(movie: movie, coRaterCount: count)
                    foundCount += count >= least ? 1 : 0
                    counts[movie.index] = 0
                }
                if ratingCount < counts.count / Self.looksOfSort {
                    for user in users { interactions.movies(of: user).forEach(take) }
                    found[..<foundCount].sort { $0.movie < $1.movie }
                } else {
                    for index in counts.indices { take(Row(index)) }
                }
            }
        }
    }

    /// To sort a movie into a list takes about as long as to look at so many counts.
    private static let looksOfSort = 64
}

extension [CoRatingCounts.CoRated] {
    /// How many users rated a movie too; `nil` if it is not in the list, which is ascending.
    package func coRaterCount(of movie: Row<Movie>) -> Int? {
        var range = indices
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            if self[middle].movie == movie { return Int(self[middle].coRaterCount) }
            range =
                self[middle].movie < movie
                ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }
}
