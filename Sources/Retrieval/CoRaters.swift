import Ratings

/// Counts how many users rated both of two movies.
package struct CoRaters: Sendable {
    private let raters: Raters
    private let userCount: Int

    package init(of interactions: Interactions) {
        raters = interactions.raters
        userCount = interactions.userCount
    }

    /// How many users rated a movie.
    package func raterCount(of movie: Row<Movie>) -> Int { raters[movie].count }

    /// For each neighbour, how many users rated it and the movie.
    ///
    /// - Complexity: O(raters of the movie and of the neighbours).
    package func counts(of movie: Row<Movie>, with neighbours: [Row<Movie>]) -> [Int] {
        guard !raters[movie].isEmpty else { return neighbours.map { _ in 0 } }
        var isRater = [UInt64](repeating: 0, count: userCount / 64 + 1)
        for user in raters[movie] { isRater[user.index / 64] |= 1 << UInt64(user.index % 64) }
        return neighbours.map { neighbour in
            raters[neighbour].count { user in
                isRater[user.index / 64] & (1 << UInt64(user.index % 64)) != 0
            }
        }
    }
}
