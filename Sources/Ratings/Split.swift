/// How held-out ratings are chosen.
package enum SplitKind: String, CaseIterable, Codable, Sendable {
    /// A uniform 20 % of the ratings.
    case random
    /// The last 20 % of each user's ratings: ⌊0.8 n⌋ are kept.
    case last
    /// All ratings after the 80 % quantile of time.
    case time
}

/// Ratings to train on, and ratings held out to test with; users and movies are numbered alike.
package struct Split: Sendable {
    package let train: Interactions
    package let test: Interactions
    /// Users with held-out ratings and none to train on: nobody can know them.
    package let unseenUserCount: Int

    /// A split that somebody else has made.
    package init(train: Interactions, test: Interactions) {
        precondition(train.userCount == test.userCount && train.movieCount == test.movieCount)
        self.train = train
        self.test = test
        unseenUserCount = (0..<train.userCount).count { index in
            let user = Row<User>(index)
            return train.range(of: user).isEmpty && !test.range(of: user).isEmpty
        }
    }

    /// Splits ratings.
    ///
    /// Rows with equal time keep the file's order.
    ///
    /// - Throws: `RatingsError` if the split needs timestamps that are missing, or if one side
    ///   would be empty.
    package init(
        _ interactions: Interactions,
        by kind: SplitKind,
        using generator: inout some RandomNumberGenerator
    ) throws(RatingsError) {
        let isHeldOut =
            switch kind {
            case .random: Self.randomFifth(of: interactions, using: &generator)
            case .last: try Self.lastFifthOfEachUser(of: interactions)
            case .time: try Self.newestFifth(of: interactions)
            }
        let test = interactions.filtered(by: isHeldOut)
        guard test.count > 0, test.count < interactions.count else {
            throw .nothingHeldOut(split: kind.rawValue)
        }
        self.init(train: interactions.filtered(by: isHeldOut.map { !$0 }), test: test)
    }

    /// All ratings of both sides, each user's in order of time.
    package var everything: Interactions {
        var columns = RatingColumns()
        if train.ratings != nil, test.ratings != nil { columns.ratings = [] }
        if train.timestamps != nil, test.timestamps != nil { columns.timestamps = [] }
        for index in 0..<train.userCount {
            for side in [train, test] {
                for place in side.range(of: Row(index)) {
                    columns.users.append(Row(index))
                    columns.movies.append(side.movies[place])
                    if let rating = side.ratings?[place] { columns.ratings?.append(rating) }
                    if let time = side.timestamps?[place] { columns.timestamps?.append(time) }
                }
            }
        }
        return Interactions.ordering(
            [columns],
            userCount: train.userCount,
            movieCount: train.movieCount
        ).interactions
    }

    private static func randomFifth(
        of interactions: Interactions,
        using generator: inout some RandomNumberGenerator
    ) -> [Bool] {
        var isHeldOut = [Bool](repeating: false, count: interactions.count)
        let order = interactions.movies.indices.shuffled(using: &generator)
        for place in order.prefix(interactions.count / 5) { isHeldOut[place] = true }
        return isHeldOut
    }

    private static func lastFifthOfEachUser(
        of interactions: Interactions
    ) throws(RatingsError) -> [Bool] {
        guard interactions.timestamps != nil else {
            throw .needsTimestamps(purpose: "the split last")
        }
        var isHeldOut = [Bool](repeating: false, count: interactions.count)
        for user in 0..<interactions.userCount {
            let range = interactions.range(of: Row(user))
            for place in range.dropFirst(range.count * 4 / 5) { isHeldOut[place] = true }
        }
        return isHeldOut
    }

    private static func newestFifth(of interactions: Interactions) throws(RatingsError) -> [Bool] {
        guard let times = interactions.timestamps, !times.isEmpty else {
            throw .needsTimestamps(purpose: "the split time")
        }
        let quantile = times.sorted()[(times.count - 1) * 4 / 5]
        return times.map { $0 > quantile }
    }
}
