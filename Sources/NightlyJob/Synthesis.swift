import Foundation
import Ratings

/// A made-up data set with something to learn: tastes, popularity, and films watched in a row.
///
/// Movies belong to tastes and have Zipf popularity; users have two tastes and a lognormal number of
/// ratings, given in sittings that keep to one taste. The same seed gives the same data.
package struct Synthesis: Sendable {
    package var userCount = 943
    package var movieCount = 1_682
    package var ratingCount = 100_000
    package var seed: UInt64 = 1

    package init() {}

    /// Makes the data set and writes it to a folder that must not exist.
    ///
    /// - Throws: `SynthesisError` if the numbers do not fit together.
    package func write(to path: String) throws {
        guard (1...100_000_000).contains(userCount), (2...10_000_000).contains(movieCount),
            ratingCount >= userCount,
            ratingCount <= userCount * (movieCount / 2)
        else {
            throw SynthesisError.impossible(
                users: userCount,
                movies: movieCount,
                ratings: ratingCount
            )
        }
        try DatasetFolder.write(dataset(), to: path)
    }

    private static let tasteCount = 20
    private static let genres = [
        "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama",
        "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller",
        "War", "Western",
    ]
    /// The share of ratings that follow the sitting's taste.
    private static let faithfulness: Float = 0.75
    private static let firstTimestamp: Int64 = 1_600_000_000
    private static let days = 1_000

    /// Makes the data set.
    func dataset() -> Dataset {
        var generator = SeededGenerator(seed: seed, stage: "synthesis")
        let tastes = (0..<movieCount).map { _ in
            Int.random(in: 0..<Self.tasteCount, using: &generator)
        }
        let weights = (0..<movieCount).map { 1 / pow(Float($0 + 10), 0.9) }
        let everything = Wheel(Array(0..<movieCount), weights: weights)
        let ofTastes = (0..<Self.tasteCount).map { taste in
            let members = (0..<movieCount).filter { tastes[$0] == taste }
            return Wheel(members, weights: members.map { weights[$0] })
        }
        let sizes = activities(using: &generator)
        var columns = RatingColumns()
        columns.ratings = []
        columns.timestamps = []
        var lastRater = [Int](repeating: -1, count: movieCount)
        for user in 0..<userCount {
            let favourites = (0..<2).map { _ in
                Int.random(in: 0..<Self.tasteCount, using: &generator)
            }
            var clock =
                Self.firstTimestamp
                + Int64.random(in: 0..<Int64(Self.days) * 86_400, using: &generator)
            var taste = favourites[0]
            for number in 0..<sizes[user] {
                if number % 12 == 0 {
                    taste = favourites[Int.random(in: 0..<2, using: &generator)]
                    clock += Int64(number == 0 ? 0 : 7 * 86_400)
                }
                clock += Int64.random(in: 1...60, using: &generator)
                let wheel =
                    generator.uniform() < Self.faithfulness && !ofTastes[taste].isEmpty
                    ? ofTastes[taste] : everything
                let isSeen = { lastRater[$0] == user }
                // A user may have seen all of a taste, but never more than half of everything.
                guard
                    let movie = wheel.draw(unless: isSeen, using: &generator)
                        ?? everything.draw(unless: isSeen, using: &generator)
                else { continue }
                lastRater[movie] = user
                let likes = favourites.contains(tastes[movie]) ? 4 : 3
                columns.users.append(Row(user))
                columns.movies.append(Row(movie))
                columns.ratings?.append(
                    Float(min(5, likes + Int.random(in: -1...1, using: &generator)))
                )
                columns.timestamps?.append(clock)
            }
        }
        return Dataset(
            users: Vocabulary((1...userCount).map(String.init)),
            catalogue: Catalogue(
                vocabulary: Vocabulary((1...movieCount).map(String.init)),
                descriptions: tastes.enumerated().map { movie, taste in
                    MovieDescription(
                        title: "Synthetic Film \(movie + 1) (\(1950 + movie % 70))",
                        genres: [Self.genres[taste % Self.genres.count]]
                    )
                }
            ),
            interactions: Interactions.ordering(
                [columns],
                userCount: userCount,
                movieCount: movieCount
            ).interactions
        )
    }

    /// How many ratings each user gives: lognormal, `ratingCount` in all, at most half the movies.
    private func activities(using generator: inout SeededGenerator) -> [Int] {
        let raw = (0..<userCount).map { _ in
            let (first, second) = (max(generator.uniform(), 1e-7), generator.uniform())
            return exp(Double(sqrt(-2 * log(first)) * cos(2 * .pi * second)))
        }
        let scale = Double(ratingCount) / raw.reduce(0, +)
        var sizes = raw.map { min(movieCount / 2, max(1, Int($0 * scale))) }
        var missing = ratingCount - sizes.reduce(0, +)
        while missing != 0 {
            let user = Int.random(in: 0..<userCount, using: &generator)
            let change = missing > 0 ? 1 : -1
            guard sizes[user] + change >= 1, sizes[user] + change <= movieCount / 2 else {
                continue
            }
            sizes[user] += change
            missing -= change
        }
        return sizes
    }
}

/// Why a data set cannot be made.
package enum SynthesisError: Error, Equatable, CustomStringConvertible {
    case impossible(users: Int, movies: Int, ratings: Int)

    package var description: String {
        switch self {
        case .impossible(let users, let movies, let ratings):
            "\(ratings) ratings of \(users) users and \(movies) movies do not fit together:"
                + " every user rates at least one movie and on average at most half of them"
        }
    }
}

/// Draws members in proportion to their weights.
private struct Wheel: Sendable {
    private let members: [Int]
    private let sums: [Float]

    init(_ members: [Int], weights: [Float]) {
        self.members = members
        var sum: Double = 0
        sums = weights.map { weight in
            sum += Double(weight)
            return Float(sum)
        }
    }

    var isEmpty: Bool { members.isEmpty }

    /// A member that is not excluded, or the first of all that is not after a hundred vain draws.
    func draw(unless isExcluded: (Int) -> Bool, using generator: inout SeededGenerator) -> Int? {
        guard let total = sums.last else { return nil }
        for _ in 0..<100 {
            let member = members[place(of: generator.uniform() * total)]
            if !isExcluded(member) { return member }
        }
        return members.first { !isExcluded($0) }
    }

    /// The first place whose sum is above a target.
    private func place(of target: Float) -> Int {
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > target { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
