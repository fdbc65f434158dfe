import Foundation
import LinearAlgebra
import Ratings

/// The positives of the item-to-item model: all co-rated pairs, mixed with those that were rated
/// soon after each other.
///
/// What the pairs of a movie count is scaled by all ratings, so that the pairs of a few users at a
/// time add up to those of all.
package struct CoRatings: Sendable {
    let userCount: Int
    private let interactions: Interactions
    private let parts: [Part]

    /// One kind of pairs.
    private struct Part {
        /// How many consecutive ratings of a user make a group.
        let groupLength: Int
        /// Each pair of a group of n counts (n - 1) to this power.
        let exponent: Float
        /// What the weights of each movie are multiplied by.
        var scales: [Float]?

        func weight(ofGroupOf count: Int) -> Float { pow(Float(max(1, count - 1)), exponent) }
    }

    init(in interactions: Interactions, with settings: ItemItemSettings) {
        self.interactions = interactions
        userCount = interactions.userCount
        let nearbyShare = interactions.timestamps == nil ? 0 : settings.nearbyShare
        let totals = settings.movieWeightExponent.map { exponent in
            interactions.raterCounts.map { pow(Float($0), exponent) }
        }
        let kinds = [
            (length: Int.max, exponent: settings.userWeightExponent, share: 1 - nearbyShare),
            (length: settings.nearbyLength, exponent: -1, share: nearbyShare),
        ]
        parts = kinds.filter { $0.share > 0 }.map { kind in
            var part = Part(groupLength: kind.length, exponent: kind.exponent)
            part.scales = totals.map { totals in
                zip(totals, Self.sums(of: part, in: interactions)).map { total, sum in
                    sum > 0 ? kind.share * total / sum : 0
                }
            }
            return part
        }
    }

    /// Who takes part where some users show their pairs.
    func participants(_ rivals: Rivals, _ users: some Sequence<Row<User>>) -> Participants {
        Participants(
            rivals,
            users.lazy.flatMap { interactions.movies(of: $0) },
            of: interactions.movieCount
        )
    }

    /// The pairs of some users, of movies that all take part.
    func pairs(
        of users: some Sequence<Row<User>>,
        numberedBy participants: Participants
    ) -> MixedPairs {
        MixedPairs(partsOfPairs(of: users, numberedBy: participants))
    }

    /// The pairs of all users, in the form that is quicker to sum.
    var allPairs: any PositivePairs {
        let movieCount = interactions.movieCount
        let parts = partsOfPairs(
            of: (0..<userCount).map { Row($0) },
            numberedBy: Participants(all: movieCount)
        )
        guard Self.areWrittenDown(movieCount, ratingCount: interactions.count) else {
            return MixedPairs(parts)
        }
        return DensePairs(Matrix.sum(of: parts.map(\.weights)))
    }

    /// Whether the pairs of all users are a table: up to so many possible pairs for each rating,
    /// products of matrices take less time than passes over the ratings.
    package static func areWrittenDown(_ movieCount: Int, ratingCount: Int) -> Bool {
        movieCount * movieCount <= 64 * ratingCount
    }

    private func partsOfPairs(
        of users: some Sequence<Row<User>>,
        numberedBy participants: Participants
    ) -> [CoRatedPairs] {
        parts.map { part in
            var groups = SparseMatrix(columnCount: participants.count)
            for user in users {
                for group in interactions.groups(of: user, length: part.groupLength) {
                    for movie in group {
                        groups.appendEntry(participants.number(of: movie.index), 1)
                    }
                    groups.endRow()
                }
            }
            return CoRatedPairs(
                groups: groups,
                groupWeights: (0..<groups.rowCount).map {
                    part.weight(ofGroupOf: groups.columns(ofRow: $0).count)
                },
                rowScales: part.scales.map(participants.gathering)
            )
        }
    }

    /// What the pairs of each movie add up to.
    private static func sums(of part: Part, in interactions: Interactions) -> [Float] {
        var sums = [Float](repeating: 0, count: interactions.movieCount)
        for user in 0..<interactions.userCount {
            for group in interactions.groups(of: Row(user), length: part.groupLength) {
                let sum = part.weight(ofGroupOf: group.count) * Float(group.count - 1)
                for movie in group { sums[movie.index] += sum }
            }
        }
        return sums
    }
}

extension Interactions {
    /// A user's movies in order of time, cut into groups of a length; the last may be shorter.
    fileprivate func groups(of user: Row<User>, length: Int) -> [ArraySlice<Row<Movie>>] {
        var groups: [ArraySlice<Row<Movie>>] = []
        var rest = movies(of: user)
        while !rest.isEmpty {
            groups.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return groups
    }
}
