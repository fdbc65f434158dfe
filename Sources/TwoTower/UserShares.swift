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
        let users = waiting.prefix(userCount)
        waiting = waiting.dropFirst(userCount)
        let drawn = competition.rivals(using: &generator)
        let participants = coRatings.participants(drawn, users)
        let pairs = coRatings.pairs(of: users, numberedBy: participants)
        let rows = (0..<pairs.queryCount).filter { pairs.totals[$0] > 0 }
        let rivals = participants.numbering(drawn)
        let movies = participants.rows(of: rows)
        let biasSums = pairs.sums(of: participants.gathering(competition.bias), rows: rows)
        return Batch(
            queries: queries.gathering(movies),
            candidates: participants.rows,
            rivals: rivals,
            positives: pairs,
            positiveRows: rows,
            own: rivals.places(of: rows),
            relief: competition.relief(of: movies, from: drawn.rows),
            biasOfPositives: competition.bias(ofPositives: biasSums, of: movies)
        )
    }
}
