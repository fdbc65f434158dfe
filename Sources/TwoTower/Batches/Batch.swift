import LinearAlgebra
import Ratings

/// One step's share of the positives, and who competes with them.
struct Batch: Sendable {
    /// The features of the queries: shape `[queries, rows of the table]`.
    let queries: SparseMatrix
    /// Rows of the candidate tower, which the positives and the negatives count from; `nil` for all.
    ///
    /// The others have no part in the step.
    let candidates: [Int]?
    /// The candidates that compete.
    let negatives: Negatives
    /// Where the positives come from.
    let positives: any PositivePairs
    /// The rows of `positives` that `queries` stand for.
    let positiveRows: [Int]
    /// The place among the negatives of the query itself, -1 if it is not there; `nil` where queries
    /// are no candidates.
    let own: [Int]?
    /// What the queries forgo of the negatives' popularity bias; `nil` if nothing.
    var relief: Relief?
    /// Σ over the batch's positives of w(q, c) · bias(q, c): the part of the loss that nothing moves.
    let biasOfPositives: Double

    /// Σ over the batch's positives of w(q, c).
    var weight: Double { positiveRows.reduce(0) { $0 + Double(positives.totals[$1]) } }
}

/// Where batches come from: what differs between one model and another.
///
/// | source | a step's queries | their negatives | corrected for the chance to be there | used |
/// |---|---|---|---|---|
/// | `UserBatches` | parts and blocks of users' ratings | what they predict, or all movies | yes (`InBatch`) | user-movie |
/// | `PairBatches` | those of some pairs | the candidates of these pairs | no | user-movie, tutorial |
/// | `QueryBatches` | some movies | all movies, or some that are drawn | yes (`Competition`) | item-to-item; pairs from a file |
/// | `CoRatedBatches` | the movies of some users | the same movies | yes (`InBatch`) | item-to-item, larger data |
protocol BatchSource: Sendable {
    /// The steps of an epoch.
    var stepCount: Int { get }
    /// Whether an epoch shows all there is, and not some of it, drawn anew.
    var showsAll: Bool { get }

    /// The batch of the next step, shuffled or drawn anew in every epoch.
    mutating func next(using generator: inout SeededGenerator) -> Batch
}

extension BatchSource {
    var showsAll: Bool { true }
}
