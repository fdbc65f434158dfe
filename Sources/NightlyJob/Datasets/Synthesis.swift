import CSV
import Foundation
import Ratings

/// A made-up data set with something to learn: tastes, popularity, and films watched in a row.
///
/// The same numbers and the same seed give the same bytes. Each user is made from a seed of
/// his own, so that several cores can make them; there is never more in memory than a few blocks.
package struct Synthesis: Sendable {
    package var userCount = 943
    package var movieCount = 1_682
    package var ratingCount = 100_000
    package var seed: UInt64 = 1

    package init() {}

    /// Writes the data set to a folder that must not exist.
    ///
    /// - Throws: `SynthesisError` if the numbers do not fit together.
    package func write(to path: String) throws {
        guard (1...100_000_000).contains(userCount), (2...10_000_000).contains(movieCount),
            ratingCount >= userCount,
            ratingCount <= userCount * mostRatingsOfUser
        else {
            throw SynthesisError.impossible(
                users: userCount,
                movies: movieCount,
                ratings: ratingCount
            )
        }
        let films = SyntheticFilms(count: movieCount, seed: seed)
        try DatasetFolder.write(films.catalogue, to: path) { writer in
            try writeRatings(of: films, with: &writer)
        }
    }

    /// No user rates more than half of the movies, so that there is something left to recommend.
    private var mostRatingsOfUser: Int { movieCount / 2 }

    private func writeRatings(of films: SyntheticFilms, with writer: inout RecordWriter) throws {
        let ratingCounts = activities()
        var generator = SeededGenerator(seed: seed, stage: "users")
        let seeds = (0..<userCount).map { _ in generator.next() }
        let stars = (0...5).map { EncodedField("\($0).0") }
        try writer.append(userCount, inBlocksOf: 256) { block, records in
            var lastRaters = [Int32](repeating: -1, count: movieCount)
            for number in block {
                var user = SyntheticUser(number, among: films, seed: seeds[number])
                user.rate(ratingCounts[number], of: films, lastRaters: &lastRaters) { rating in
                    records.append(number + 1)
                    records.append(rating.movie + 1)
                    records.append(stars[rating.stars])
                    records.append(rating.time)
                    records.endRecord()
                }
            }
        }
    }

    /// How many ratings each user gives: lognormal, `ratingCount` in all.
    private func activities() -> [Int] {
        var generator = SeededGenerator(seed: seed, stage: "activities")
        let raw = (0..<userCount).map { _ in exp(generator.normal()) }
        let scale = Double(ratingCount) / raw.reduce(0, +)
        var counts = raw.map { min(mostRatingsOfUser, max(1, Int($0 * scale))) }
        var missing = ratingCount - counts.reduce(0, +)
        while missing != 0 {
            let user = Int.random(in: 0..<userCount, using: &generator)
            let change = missing > 0 ? 1 : -1
            guard (1...mostRatingsOfUser).contains(counts[user] + change) else { continue }
            counts[user] += change
            missing -= change
        }
        return counts
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

extension SeededGenerator {
    /// A normal number of mean 0 and variance 1 (Box & Muller 1958).
    fileprivate mutating func normal() -> Double {
        let radius = sqrt(-2 * log(Double.random(in: 0x1p-53..<1, using: &self)))
        return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
    }
}
