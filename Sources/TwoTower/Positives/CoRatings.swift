import Foundation
import LinearAlgebra
import Ratings

/// The positives of the item-to-item model: all co-rated pairs, those that were liked more than
/// others, mixed with those that were rated soon after each other, in any order or the candidate
/// later.
///
/// What the pairs of a movie count is scaled by all ratings, so that the pairs of a few users at a
/// time add up to those of all.
package struct CoRatings: Sendable {
    private let interactions: Interactions
    private let kinds: [Kind]

    /// One kind of pairs.
    private struct Kind {
        /// How many consecutive ratings of a user make a group.
        let groupLength: Int
        /// Whether a group's queries lead to the group that follows, instead of to each other.
        var isDirected = false
        /// Each pair of a query with n candidates in a group counts n to this power.
        let exponent: Float
        /// What each rating counts, by its place; `nil` for 1.
        var weights: [Float]?
        /// What the weights of each movie are multiplied by.
        var scales: [Float] = []

        func weight(ofPairsWith count: Int) -> Float { pow(Float(max(1, count)), exponent) }

        func weight(of place: Int) -> Float { weights?[place] ?? 1 }

        /// Appends a row with the weight of each movie that takes part.
        func append(
            _ movies: ArraySlice<Row<Movie>>,
            numberedBy participants: Participants,
            to rows: inout SparseMatrix
        ) {
            for (place, movie) in zip(movies.indices, movies) {
                guard let number = participants.number(of: movie.index) else { continue }
                rows.appendEntry(number, weight(of: place))
            }
            rows.endRow()
        }

        /// A user's movies in order of time, cut into groups; the last may be shorter.
        func groups(of movies: ArraySlice<Row<Movie>>) -> [Group] {
            var pieces: [ArraySlice<Row<Movie>>] = []
            var rest = movies
            while !rest.isEmpty {
                pieces.append(rest.prefix(groupLength))
                rest = rest.dropFirst(groupLength)
            }
            return isDirected
                ? zip(pieces, pieces.dropFirst()).map { Group(queries: $0, followers: $1) }
                : pieces.map { Group(queries: $0, followers: nil) }
        }
    }

    /// Ratings whose pairs count alike, but for the weights of the ratings; slices of the columns.
    private struct Group {
        let queries: ArraySlice<Row<Movie>>
        /// Their candidates; `nil` for each other.
        let followers: ArraySlice<Row<Movie>>?

        /// How many candidates each query has.
        var partnerCount: Int { followers?.count ?? queries.count - 1 }
    }

    init(in interactions: Interactions, with settings: ItemItemSettings) {
        self.interactions = interactions
        let isTimed = interactions.timestamps != nil
        let nearbyShare = isTimed ? settings.nearbyShare : 0
        let nextShare = isTimed ? settings.nextShare : 0
        let length = settings.nearbyLength
        let liking = Liking.weights(in: interactions, influence: settings.ratingWeight)
        let together = Kind(
            groupLength: .max,
            exponent: settings.userWeightExponent,
            weights: liking
        )
        let nearby = Kind(groupLength: length, exponent: -1)
        let next = Kind(groupLength: length, isDirected: true, exponent: -1)
        let counts = interactions.raterCounts
        let users = interactions.activeUserCount
        let kept = counts.map { settings.keptInTime(ofRaters: $0, among: users) }
        let all = [
            (together, shares: kept.map { 1 - (nearbyShare + nextShare) * $0 }),
            (nearby, shares: kept.map { nearbyShare * $0 }),
            (next, shares: kept.map { nextShare * $0 }),
        ]
        kinds = all.filter { $0.shares.contains { $0 > 0 } }.map { kind, shares in
            var kind = kind
            kind.scales = shares
            guard let exponent = settings.movieWeightExponent else { return kind }
            let sums = Self.sums(of: kind, in: interactions)
            kind.scales = counts.indices.map { movie in
                guard sums[movie] > 0 else { return 0 }
                return shares[movie] * pow(Float(counts[movie]), exponent) / sums[movie]
            }
            return kind
        }
    }

    var userCount: Int { interactions.userCount }

    /// The movies that some users rated.
    func participants(_ users: some Sequence<Row<User>>) -> Participants {
        Participants(
            users.lazy.flatMap { interactions.movies(of: $0) }.map(\.index),
            of: interactions.movieCount
        )
    }

    /// The chance of each movie to be rated by any of so many users who are drawn, none of them twice.
    ///
    /// - Parameter count: At most all users.
    /// - Returns: By movie; 0 without ratings.
    func chances(ofDrawing count: Int) -> [Float] {
        interactions.raterCounts.map { raters in
            Float(InBatch.chance(ofAny: Double(raters), among: userCount, drawing: count))
        }
    }

    /// How many users have so many ratings between them, in the mean; at least 1, at most all.
    func userCount(withRatings ratingCount: Int) -> Int {
        min(max(1, ratingCount * userCount / max(1, interactions.count)), userCount)
    }

    /// The pairs of some users, without movies that take no part.
    func pairs(
        of users: some Sequence<Row<User>>,
        numberedBy participants: Participants
    ) -> MixedPairs {
        MixedPairs(pairsOfKinds(of: users, numberedBy: participants))
    }

    /// The pairs of all users at once, in the form that is quicker to sum; `nil` where these are too
    /// many for a step.
    var allPairs: (any PositivePairs)? {
        let form = form
        guard form != .batches else { return nil }
        let movieCount = interactions.movieCount
        let pairs = pairsOfKinds(
            of: (0..<userCount).map { Row($0) },
            numberedBy: Participants(all: movieCount)
        )
        guard form == .table else { return MixedPairs(pairs) }
        var table = Matrix(rowCount: movieCount, columnCount: movieCount)
        for kind in pairs { kind.addWeights(to: &table) }
        return DensePairs(table)
    }

    private var form: Form { Form(movies: interactions.movieCount, ratings: interactions.count) }

    /// How the pairs of all users are shown.
    package enum Form {
        /// Every pair has its weight in a table: up to 64 possible pairs for each rating, products of
        /// matrices take less time than passes over the ratings.
        case table
        /// Steps pass over all ratings.
        case sums
        /// A step sees the ratings of some users.
        case batches

        /// The form for so many movies and ratings.
        package init(movies: Int, ratings: Int) {
            if movies > TrainingSettings.mostOfFull {
                self = .batches
            } else if movies * movies <= 64 * ratings {
                self = .table
            } else {
                self = ratings <= 300_000 ? .sums : .batches
            }
        }
    }

    /// The pairs of some users, of each kind by itself.
    private func pairsOfKinds(
        of users: some Sequence<Row<User>>,
        numberedBy participants: Participants
    ) -> [CoRatedPairs] {
        kinds.map { kind in
            var groups = SparseMatrix(columnCount: participants.count)
            var followers = SparseMatrix(columnCount: participants.count)
            var weights: [Float] = []
            for user in users {
                for group in kind.groups(of: interactions.movies(of: user)) {
                    kind.append(group.queries, numberedBy: participants, to: &groups)
                    if let later = group.followers {
                        kind.append(later, numberedBy: participants, to: &followers)
                    }
                    weights.append(kind.weight(ofPairsWith: group.partnerCount))
                }
            }
            return CoRatedPairs(
                groups: groups,
                followers: kind.isDirected ? followers : nil,
                groupWeights: weights,
                rowScales: participants.gathering(kind.scales)
            )
        }
    }

    /// What the pairs of each movie add up to.
    private static func sums(of kind: Kind, in interactions: Interactions) -> [Float] {
        var sums = [Float](repeating: 0, count: interactions.movieCount)
        for user in 0..<interactions.userCount {
            for group in kind.groups(of: interactions.movies(of: Row(user))) {
                let weight = kind.weight(ofPairsWith: group.partnerCount)
                let candidates = group.followers ?? group.queries
                let all = candidates.indices.reduce(0) { $0 + kind.weight(of: $1) }
                for place in group.queries.indices {
                    let own = kind.weight(of: place)
                    let others = group.followers == nil ? all - own : all
                    sums[group.queries[place].index] += weight * own * others
                }
            }
        }
        return sums
    }
}
