import Foundation
import LinearAlgebra
import Ratings

/// Batches of the co-rated pairs of some users each, until too few users are left for another; then in
/// another order.
///
/// The movies that these users rated are the queries, and each other's negatives (`InBatch`).
struct CoRatedBatches: BatchSource {
    let stepCount: Int
    private let coRatings: CoRatings
    private let queries: SparseMatrix
    private let competition: Competition
    private let userCount: Int
    /// By movie: the competition's bias, and the correction for being there by chance.
    private let bias: [Float]
    private var waiting: ArraySlice<Row<User>> = []

    /// - Parameters:
    ///   - coRatings: The pairs of all users.
    ///   - queries: The features of all movies as queries. Shape `[movies, rows of the table]`.
    ///   - competition: The popularity bias of each movie; whom it would draw does not matter.
    ///   - ratingCount: How many ratings a step sees, in the mean.
    ///   - stepCount: The steps of an epoch.
    init(
        of coRatings: CoRatings,
        _ queries: SparseMatrix,
        against competition: Competition,
        ratingCount: Int,
        stepCount: Int
    ) {
        self.coRatings = coRatings
        self.queries = queries
        self.competition = competition
        self.stepCount = stepCount
        userCount = coRatings.userCount(withRatings: ratingCount)
        bias = zip(competition.bias, coRatings.chances(ofDrawing: userCount)).map { bias, chance in
            chance > 0 ? bias - log(chance) : -.infinity
        }
    }

    mutating func next(using generator: inout SeededGenerator) -> Batch {
        if waiting.count < userCount {
            waiting = (0..<coRatings.userCount).map { Row($0) }.shuffled(using: &generator)[...]
        }
        let users = waiting.prefix(userCount)
        waiting = waiting.dropFirst(userCount)
        let participants = coRatings.participants(users)
        let pairs = coRatings.pairs(of: users, numberedBy: participants)
        let rows = (0..<pairs.queryCount).filter { pairs.totals[$0] > 0 }
        let movies = participants.rows(of: rows)
        let biasSums = pairs.sums(of: participants.gathering(competition.bias), rows: rows)
        return Batch(
            queries: queries.gathering(movies),
            candidates: participants.rows,
            negatives: Negatives(rows: nil, bias: participants.gathering(bias)),
            positives: pairs,
            positiveRows: rows,
            own: rows,
            relief: competition.relief(of: movies, from: participants.rows),
            biasOfPositives: competition.bias(ofPositives: biasSums, of: movies)
        )
    }
}
