import Foundation
import LinearAlgebra
import Ratings

/// The queries that the user-movie model is trained on: each user's whole taste, predicted from the
/// id, and blocks of consecutive ratings, predicted from the id and the moment of the first.
///
/// Queries and positives are made when a step needs them. Where there are more blocks than an epoch
/// has room for, each epoch draws others.
///
/// Where rivals are drawn, only those are positives too, and each counts as often as a rival as it
/// does as a positive: 1 ÷ its chance. What a candidate gains and loses then comes in the same steps.
/// With all positives and a few rivals it would gain in many steps and lose in a few, by leaps, and
/// an optimiser that makes all steps alike would lose the balance.
struct UserBatches: BatchSource {
    private struct Query {
        let user: Row<User>
        /// The place of the first positive; `nil` for all of the user's ratings.
        let blockStart: Int32?
    }

    private let interactions: Interactions
    private let tower: UserTower
    private let settings: UserMovieSettings
    private let weights: PositiveWeights
    private let competition: Competition
    private let queryCount: Int
    private let batchSize: Int
    private let tastes: [Query]
    private var blocks: [Query]
    private var order: ArraySlice<Query> = []

    init(
        of interactions: Interactions,
        _ tower: UserTower,
        _ settings: UserMovieSettings,
        _ training: TrainingSettings,
        against competition: Competition
    ) {
        self.interactions = interactions
        self.tower = tower
        self.settings = settings
        self.competition = competition
        weights = PositiveWeights(interactions, settings)
        let users = (0..<interactions.userCount).map { Row<User>($0) }
            .filter { !interactions.range(of: $0).isEmpty }
        tastes = users.map { Query(user: $0, blockStart: nil) }
        blocks =
            tower.moments.map { moments in
                users.flatMap { user in
                    let range = interactions.range(of: user)
                    return stride(
                        from: range.lowerBound,
                        to: range.upperBound,
                        by: moments.settings.blockLength
                    ).map { Query(user: user, blockStart: Int32($0)) }
                }
            } ?? []
        queryCount = tastes.count + min(blocks.count, settings.mostBlocks)
        batchSize = training.batchSize(for: queryCount)
    }

    var stepCount: Int { (queryCount + batchSize - 1) / batchSize }

    mutating func next(using generator: inout SeededGenerator) -> Batch {
        if order.isEmpty { shuffle(using: &generator) }
        let batch = order.prefix(batchSize)
        order = order.dropFirst(batchSize)
        let rivals = competition.rivals(using: &generator)
        let movieCount = interactions.movieCount
        let participants =
            rivals.rows.map { Participants($0, of: movieCount) } ?? Participants(all: movieCount)
        var queries = SparseMatrix(columnCount: tower.featureCount)
        var positives = SparseMatrix(columnCount: participants.count)
        for query in batch {
            queries.appendRow(
                query.blockStart.map { tower.moment(of: query.user, before: Int($0)) }
                    ?? tower.taste(of: query.user)
            )
            weights.append(
                ratings(predictedBy: query),
                of: query.user,
                times: query.blockStart == nil ? settings.wholeTasteWeight : 1,
                among: participants,
                counting: rivals.weights,
                to: &positives
            )
        }
        let pairs = ListedPairs(positives)
        let rows = Array(0..<batch.count)
        return Batch(
            queries: queries,
            candidates: participants.rows,
            rivals: Rivals(rows: nil, bias: rivals.bias),
            positives: pairs,
            positiveRows: rows,
            own: nil,
            biasOfPositives: pairs.sum(of: participants.gathering(competition.bias), rows: rows)
        )
    }

    /// The ratings that a query is to predict.
    private func ratings(predictedBy query: Query) -> Range<Int> {
        let range = interactions.range(of: query.user)
        guard let start = query.blockStart.map(Int.init), let moments = tower.moments else {
            return range
        }
        return start..<min(start + moments.settings.blockLength, range.upperBound)
    }

    private mutating func shuffle(using generator: inout SeededGenerator) {
        let drawnCount = min(blocks.count, settings.mostBlocks)
        if drawnCount < blocks.count {
            for place in 0..<drawnCount {
                let other = Int.random(in: place..<blocks.count, using: &generator)
                blocks.swapAt(place, other)
            }
        }
        order = (tastes + blocks.prefix(drawnCount)).shuffled(using: &generator)[...]
    }

    /// Each user with each of his movies, for batches of pairs.
    static func pairs(of interactions: Interactions) -> ListedPairs {
        ListedPairs(
            SparseMatrix(
                rows: (0..<interactions.userCount).map { user in
                    interactions.movies(of: Row(user)).map { (column: $0.index, weight: 1) }
                },
                columnCount: interactions.movieCount
            )
        )
    }
}

/// How much each rating counts as a positive.
private struct PositiveWeights {
    private let interactions: Interactions
    private let userWeights: [Float]
    private let movieWeights: [Float]
    private let ratingInfluence: Float
    private let ratingMean: Double
    private let ratingDeviation: Double

    init(_ interactions: Interactions, _ settings: UserMovieSettings) {
        self.interactions = interactions
        userWeights = (0..<interactions.userCount).map { user in
            let count = Float(interactions.range(of: Row(user)).count)
            return pow(max(1, count), settings.userWeightExponent)
        }
        let counts = interactions.raterCounts
        let mean = Float(interactions.count) / Float(max(1, counts.count { $0 > 0 }))
        movieWeights = counts.map { count in
            pow(max(1, Float(count)) / mean, settings.popularityWeightExponent)
        }
        let ratings = interactions.ratings ?? []
        let count = Double(max(1, ratings.count))
        let ratingMean = ratings.reduce(0.0) { $0 + Double($1) } / count
        let squares = ratings.reduce(0.0) {
            $0 + (Double($1) - ratingMean) * (Double($1) - ratingMean)
        }
        self.ratingMean = ratingMean
        ratingDeviation = (squares / count).squareRoot()
        ratingInfluence = settings.ratingWeight
    }

    /// Appends a row of the movies of some consecutive ratings with their weights.
    ///
    /// - Parameters:
    ///   - range: The ratings.
    ///   - user: Whose they are.
    ///   - factor: What every weight is multiplied by.
    ///   - participants: Only they are appended, by their numbers.
    ///   - shares: What the weight of each of them is multiplied by; `nil` for 1.
    ///   - rows: Gets one more row.
    func append(
        _ range: Range<Int>,
        of user: Row<User>,
        times factor: Float,
        among participants: Participants,
        counting shares: [Float]?,
        to rows: inout SparseMatrix
    ) {
        let factor = factor * userWeights[user.index]
        for place in range {
            let movie = interactions.movies[place].index
            guard let number = participants.number(of: movie) else { continue }
            rows.appendEntry(
                number,
                factor * movieWeights[movie] * ratingWeight(of: place) * (shares?[number] ?? 1)
            )
        }
        rows.endRow()
    }

    /// 1 + influence · (rating - mean) ÷ standard deviation, at least 0.05; 1 if all are equal.
    private func ratingWeight(of place: Int) -> Float {
        guard let ratings = interactions.ratings, ratingDeviation > 0, ratingInfluence != 0
        else { return 1 }
        let score = Float((Double(ratings[place]) - ratingMean) / ratingDeviation)
        return max(0.05, 1 + ratingInfluence * score)
    }
}
