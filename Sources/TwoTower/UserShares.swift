import LinearAlgebra
import Ratings

/// Batches of the co-rated pairs of some users each, with all movies that these rated, until all
/// users had their turn; then in another order.
struct UserShares: BatchSource {
    let coRatings: CoRatings
    let queries: SparseMatrix
    let competition: Competition
    let userCount: Int
    let stepCount: Int
    private var waiting: ArraySlice<Row<User>> = []

    init(
        coRatings: CoRatings,
        queries: SparseMatrix,
        competition: Competition,
        userCount: Int,
        stepCount: Int
    ) {
        self.coRatings = coRatings
        self.queries = queries
        self.competition = competition
        self.userCount = userCount
        self.stepCount = stepCount
    }

    mutating func next(using generator: inout SeededGenerator) -> Batch {
        if waiting.isEmpty {
            waiting = (0..<coRatings.userCount).map { Row($0) }.shuffled(using: &generator)[...]
        }
        let pairs = coRatings.pairs(of: waiting.prefix(userCount))
        waiting = waiting.dropFirst(userCount)
        let rows = (0..<pairs.queryCount).filter { pairs.totals[$0] > 0 }
        let rivals = competition.rivals(using: &generator)
        return Batch(
            queries: queries.gathering(rows),
            candidates: nil,
            rivals: rivals,
            positives: pairs,
            positiveRows: rows,
            own: rivals.places(of: rows),
            biasOfPositives: pairs.sum(of: competition.bias, rows: rows)
        )
    }
}
