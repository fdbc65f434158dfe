import LinearAlgebra
import Ratings

/// What the user-movie model is to predict: parts of each user's ratings, drawn anew in every epoch,
/// whatever the moment; and blocks of consecutive ratings at the moment of the first.
///
/// A query knows the user and some of his other ratings. Where there are more parts or blocks than an
/// epoch has room for, each epoch draws others. Queries and positives are made when a step needs them.
///
/// Where not all candidates compete, those that are positives in the step do (`InBatch`). Of too many
/// some are drawn, and they alone are positives then, each as often as it is a negative: 1 ÷ its chance.
struct UserBatches: BatchSource {
    private struct Query {
        let user: Row<User>
        /// Places of a part in `order`, or of a block in the columns of the interactions.
        let range: Range<Int32>
        let isBlock: Bool
    }

    private let interactions: Interactions
    private let features: UserFeatures
    private let settings: UserMovieSettings
    private let weights: PositiveWeights
    private let competition: Competition
    private let sampling: Sampling?
    private let queryCount: Int
    private let batchSize: Int
    /// The places of all ratings, those of each user shuffled among themselves.
    private var order: [Int32]
    private var parts: [Query]
    private var blocks: [Query]
    private var waiting: ArraySlice<Query> = []

    /// How candidates get into a step.
    private struct Sampling {
        /// How many compete, at most.
        let most: Int
        let raterCounts: [Int]
        let queryCount: Int
        /// How many queries of an epoch predict each rating, in the mean.
        let queriesOfRating: Double

        /// The chance of a movie to be in a batch of so many queries.
        func chance(of movie: Int, inBatchOf size: Int) -> Double {
            InBatch.chance(
                ofAny: Double(raterCounts[movie]) * queriesOfRating,
                among: queryCount,
                drawing: size
            )
        }

        /// Whether less than half of the movies in a batch of so many queries compete, in the mean.
        func isCrowded(batchOf size: Int) -> Bool {
            let movieCount = raterCounts.indices.reduce(0) { $0 + chance(of: $1, inBatchOf: size) }
            return movieCount > Double(2 * most)
        }
    }

    init(
        of interactions: Interactions,
        _ features: UserFeatures,
        _ settings: UserMovieSettings,
        _ training: TrainingSettings,
        leaningOn kin: Kin?,
        against competition: Competition
    ) {
        self.interactions = interactions
        self.features = features
        self.settings = settings
        self.competition = competition
        let raterCounts = interactions.raterCounts
        weights = PositiveWeights(interactions, settings, leaningOn: kin)
        order = (0..<Int32(interactions.count)).map { $0 }
        let users = (0..<interactions.userCount).map { Row<User>($0) }
        let partCount = settings.partCount(users: interactions.userCount)
        parts = users.flatMap { user in
            let range = interactions.range(of: user)
            let count = min(partCount, range.count)
            return (0..<count).map { part in
                let start = range.lowerBound + part * range.count / count
                let end = range.lowerBound + (part + 1) * range.count / count
                return Query(user: user, range: Int32(start)..<Int32(end), isBlock: false)
            }
        }
        blocks =
            features.moments.map { moments in
                users.flatMap { user in
                    let range = interactions.range(of: user)
                    let length = moments.settings.blockLength
                    return stride(from: range.lowerBound, to: range.upperBound, by: length).map {
                        let end = min($0 + length, range.upperBound)
                        return Query(user: user, range: Int32($0)..<Int32(end), isBlock: true)
                    }
                }
            } ?? []
        let counts = [parts.count, blocks.count].map {
            (all: $0, shown: min($0, settings.mostBlocks))
        }
        let queryCount = counts.reduce(0) { $0 + $1.shown }
        let sampling =
            training.samples(of: raterCounts.count { $0 > 0 })
            ? Sampling(
                most: training.mostNegatives,
                raterCounts: raterCounts,
                queryCount: queryCount,
                queriesOfRating: counts.reduce(0) { $0 + Double($1.shown) / Double(max(1, $1.all)) }
            ) : nil
        self.queryCount = queryCount
        self.sampling = sampling
        batchSize = training.batchSize(for: queryCount) {
            sampling?.isCrowded(batchOf: $0) ?? false
        }
    }

    var stepCount: Int { (queryCount + batchSize - 1) / batchSize }

    var showsAll: Bool { queryCount == parts.count + blocks.count }

    mutating func next(using generator: inout SeededGenerator) -> Batch {
        if waiting.isEmpty { shuffle(using: &generator) }
        let batch = waiting.prefix(batchSize)
        waiting = waiting.dropFirst(batchSize)
        let predicted = batch.map(ratings(predictedBy:))
        let negatives = negatives(of: predicted, using: &generator)
        let movieCount = interactions.movieCount
        let participants =
            negatives.rows.map { Participants($0, of: movieCount) } ?? Participants(all: movieCount)
        var queries = SparseMatrix(columnCount: features.featureCount)
        var positives = SparseMatrix(columnCount: participants.count)
        for (query, places) in zip(batch, predicted) {
            features.append(query.user, knowing: others(than: query), to: &queries)
            if query.isBlock {
                features.moments?.append(query.user, before: places[0], to: &queries)
            }
            queries.endRow()
            weights.append(
                places,
                of: query.user,
                times: query.isBlock ? 1 : settings.wholeTasteWeight,
                among: participants,
                against: negatives,
                to: &positives
            )
        }
        let pairs = ListedPairs(positives)
        let rows = Array(0..<batch.count)
        return Batch(
            queries: queries,
            candidates: participants.rows,
            negatives: Negatives(rows: nil, bias: negatives.bias),
            positives: pairs,
            positiveRows: rows,
            own: nil,
            biasOfPositives: pairs.sum(of: participants.gathering(competition.bias), rows: rows)
        )
    }

    /// The places of the ratings that a query is to predict.
    private func ratings(predictedBy query: Query) -> [Int] {
        query.isBlock ? query.range.map { Int($0) } : query.range.map { Int(order[Int($0)]) }
    }

    /// The places of some ratings that a query may know, in an order of this epoch.
    private func others(than query: Query) -> [Int] {
        let all = interactions.range(of: query.user)
        let count = min(settings.tasteLength, all.count - query.range.count)
        var found: [Int] = []
        // What follows a part in the order is not of the part, but may be of a block.
        var next = Int(query.range.upperBound)
        while found.count < count {
            if next == all.upperBound { next = all.lowerBound }
            if !(query.isBlock && query.range.contains(order[next])) {
                found.append(Int(order[next]))
            }
            next += 1
        }
        return found
    }

    /// Who competes in a step that predicts some ratings.
    private func negatives(of predicted: [[Int]], using generator: inout SeededGenerator)
        -> Negatives
    {
        guard let sampling else { return competition.negatives(using: &generator) }
        let present = Participants(
            predicted.lazy.joined().map { interactions.movies[$0].index },
            of: interactions.movieCount
        )
        let members = present.rows ?? []
        return competition.negatives(
            among: members,
            withChances: members.map {
                Float(sampling.chance(of: $0, inBatchOf: predicted.count))
            },
            drawnBy: members.map { Competition.drawWeight(ratings: sampling.raterCounts[$0]) },
            most: sampling.most,
            using: &generator
        )
    }

    private mutating func shuffle(using generator: inout SeededGenerator) {
        for user in 0..<interactions.userCount {
            order[interactions.range(of: Row(user))].shuffle(using: &generator)
        }
        waiting =
            (Self.draw(settings.mostBlocks, of: &parts, using: &generator)
            + Self.draw(settings.mostBlocks, of: &blocks, using: &generator))
            .shuffled(using: &generator)[...]
    }

    /// Some queries, none of them twice; all of them if there are no more.
    private static func draw(
        _ most: Int,
        of queries: inout [Query],
        using generator: inout SeededGenerator
    ) -> ArraySlice<Query> {
        guard queries.count > most else { return queries[...] }
        for place in 0..<most {
            queries.swapAt(place, Int.random(in: place..<queries.count, using: &generator))
        }
        return queries.prefix(most)
    }
}

extension ListedPairs {
    /// Each user with each of his movies.
    init(of interactions: Interactions) {
        self.init(
            SparseMatrix(
                rows: (0..<interactions.userCount).map { user in
                    interactions.movies(of: Row(user)).map { (column: $0.index, weight: 1) }
                },
                columnCount: interactions.movieCount
            )
        )
    }
}
