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
    /// - Complexity: For each neighbour O(its raters), or O(raters of the movie × log(its raters))
    ///   where that is less.
    package func counts(of movie: Row<Movie>, with neighbours: [Row<Movie>]) -> [Int] {
        let own = raters[movie]
        guard !own.isEmpty else { return neighbours.map { _ in 0 } }
        var isRater = [UInt64](repeating: 0, count: userCount / 64 + 1)
        for user in own { isRater[user.index / 64] |= 1 << UInt64(user.index % 64) }
        return neighbours.map { neighbour in
            let others = raters[neighbour]
            guard own.count * Self.searchCost > others.count else {
                return own.count(where: others.containsAscending)
            }
            return others.count { user in
                isRater[user.index / 64] & (1 << UInt64(user.index % 64)) != 0
            }
        }
    }

    /// How many users can be looked at in the time in which one is sought, about.
    private static let searchCost = 32
}

extension ArraySlice<Row<User>> {
    /// Whether these, in ascending order, have one among them.
    fileprivate func containsAscending(_ user: Row<User>) -> Bool {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if self[middle] < user { low = middle + 1 } else { high = middle }
        }
        return low < endIndex && self[low] == user
    }
}
