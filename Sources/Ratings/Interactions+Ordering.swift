import Cores

extension Interactions {
    /// Orders ratings by user and time.
    ///
    /// Equal times keep the file's order. Where a user rated a movie more than once, the later one
    /// counts.
    ///
    /// - Parameters:
    ///   - parts: The ratings of a file, cut into consecutive parts with the same columns; given up.
    ///   - userCount: All users, those without a rating too.
    ///   - movieCount: All movies, those without a rating too.
    ///   - usersOfBlock: How many users a core orders at a time; changes nothing but time and memory.
    /// - Returns: The interactions, and how many ratings were superseded by a later one.
    package static func ordering(
        _ parts: consuming [RatingColumns],
        userCount: Int,
        movieCount: Int,
        usersOfBlock: Int = 1 << 12
    ) -> (interactions: Interactions, supersededCount: Int) {
        let ratingCount = parts.reduce(0) { $0 + $1.count }
        let ordered = blocks(
            of: Cores.ranges(of: userCount, size: usersOfBlock),
            in: consume parts,
            movieCount: movieCount
        )
        let interactions = Interactions(joining: ordered, movieCount: movieCount)
        return (interactions, ratingCount - interactions.count)
    }

    /// The ratings of each block of users in turn, in order.
    private static func blocks(
        of users: [Range<Int>],
        in parts: consuming [RatingColumns],
        movieCount: Int
    ) -> [Interactions] {
        var grouped = (consume parts).map { (columns: $0, starts: [Int]()) }
        let usersOfBlock = users.first?.count ?? 1
        Cores.mutateEach(&grouped) { _, part in
            part = part.columns.grouped(into: users.count) { $0.index / usersOfBlock }
        }
        return Cores.map(users.count) { [grouped] block in
            var columns = RatingColumns()
            columns.ratings = grouped.first?.columns.ratings.map { _ in [] }
            columns.timestamps = grouped.first?.columns.timestamps.map { _ in [] }
            for part in grouped {
                columns.append(part.starts[block]..<part.starts[block + 1], of: part.columns)
            }
            let byUser = columns.grouped(into: users[block].count) {
                $0.index - users[block].lowerBound
            }
            return Interactions(
                latestOf: byUser.columns,
                starts: byUser.starts,
                movieCount: movieCount
            )
        }
    }

    /// The latest rating of each movie by some users, by time; equal times keep their order.
    ///
    /// - Parameters:
    ///   - columns: One user after the other.
    ///   - starts: Where each begins, and at last where all end.
    ///   - movieCount: All movies, those without a rating too.
    private init(latestOf columns: RatingColumns, starts: [Int], movieCount: Int) {
        var kept: [Int] = []
        kept.reserveCapacity(columns.count)
        var keptStarts = [0]
        var lastUser = [Int](repeating: -1, count: movieCount)
        for user in 0..<starts.count - 1 {
            for place in columns.byTime(starts[user]..<starts[user + 1]).reversed() {
                let movie = columns.movies[place].index
                if lastUser[movie] != user { kept.append(place) }
                lastUser[movie] = user
            }
            kept[keptStarts[user]...].reverse()
            keptStarts.append(kept.count)
        }
        let latest = columns[kept]
        self.init(
            starts: keptStarts,
            movies: latest.movies,
            ratings: latest.ratings,
            timestamps: latest.timestamps,
            movieCount: movieCount
        )
    }

    /// The interactions of some users, of those that come behind them, and so on; of no users, without
    /// ratings and timestamps.
    private init(joining blocks: [Interactions], movieCount: Int) {
        var starts = [0]
        for block in blocks {
            let end = starts[starts.count - 1]
            starts += block.starts.dropFirst().map { $0 + end }
        }
        let ratings = blocks.compactMap(\.ratings)
        let timestamps = blocks.compactMap(\.timestamps)
        self.init(
            starts: starts,
            movies: Cores.joined(blocks.map(\.movies)),
            ratings: ratings.isEmpty ? nil : Cores.joined(ratings),
            timestamps: timestamps.isEmpty ? nil : Cores.joined(timestamps),
            movieCount: movieCount
        )
    }
}

extension RatingColumns {
    /// Some places by time; equal times keep their order, and so do all without timestamps.
    fileprivate func byTime(_ places: Range<Int>) -> [Int] {
        guard let timestamps else { return Array(places) }
        return places.sorted { (timestamps[$0], $0) < (timestamps[$1], $1) }
    }
}
