import Ratings

/// The ratings that both models are judged by, and how they were chosen.
struct HeldOutRatings {
    /// For the user-movie model.
    let split: Split
    /// Names that split in the report.
    let splitName: String
    /// For the item-to-item model: the next-co-rated protocol asks for each user's last ratings.
    let itemSplit: Split
    /// Names that split in the report.
    let itemSplitName: String

    /// Holds ratings out.
    ///
    /// - Parameters:
    ///   - interactions: All ratings.
    ///   - kind: `nil` for `time`, or `random` without timestamps. The item-to-item model is judged on
    ///     `last`, or on the same split without timestamps.
    ///   - seed: The run's.
    /// - Throws: `RatingsError` if a split is impossible or one side would be empty.
    init(of interactions: Interactions, by kind: SplitKind?, seed: UInt64) throws(RatingsError) {
        let hasTimestamps = interactions.timestamps != nil
        let kind = kind ?? (hasTimestamps ? .time : .random)
        var generator = SeededGenerator(seed: seed, stage: "split")
        split = try Split(interactions, by: kind, using: &generator)
        splitName = kind.rawValue
        let itemKind = hasTimestamps ? .last : kind
        itemSplit =
            itemKind == kind ? split : try Split(interactions, by: itemKind, using: &generator)
        itemSplitName = itemKind.rawValue
    }

    /// A split that somebody else has made, for both models.
    init(given split: Split) {
        self.split = split
        splitName = "given"
        itemSplit = split
        itemSplitName = splitName
    }

    /// The training ratings of both models split once more in the same way, to choose settings by;
    /// `nil` where there are too few.
    ///
    /// A split that somebody else has made is followed by random ones.
    func validation(seed: UInt64) -> (split: Split?, itemSplit: Split?) {
        var generator = SeededGenerator(seed: seed, stage: "validation")
        func again(_ split: Split, _ name: String) -> Split? {
            // Too few ratings to split are no error: then nothing is chosen by them.
            try? Split(
                split.train,
                by: SplitKind(rawValue: name) ?? .random,
                using: &generator
            )
        }
        return (again(split, splitName), again(itemSplit, itemSplitName))
    }

    /// When a judged user's list is shown.
    ///
    /// After the newest rating to train on, if all held-out ratings are later; else after the user's
    /// own newest one, if his are; a list of his whole taste, if not even they are.
    var momentOfLists: @Sendable (Row<User>) -> Int64? {
        let (train, test) = (split.train, split.test)
        guard let trainTimes = train.timestamps, let testTimes = test.timestamps,
            let newest = trainTimes.max(), let oldestHeldOut = testTimes.min()
        else { return { _ in nil } }
        if oldestHeldOut >= newest { return { _ in newest } }
        let lastTimes = (0..<train.userCount).map { user in
            train.range(of: Row(user)).last.map { trainTimes[$0] }
        }
        let isInOrder = (0..<train.userCount).allSatisfy { user in
            guard let last = lastTimes[user], let first = test.range(of: Row(user)).first else {
                return true
            }
            return last <= testTimes[first]
        }
        return { isInOrder ? lastTimes[$0.index] : nil }
    }
}
