import LinearAlgebra
import Ratings

/// A shuffle of the queries that have positives, cut into batches.
struct QueryBatches: BatchSource {
    private let queries: SparseMatrix
    private let positives: any PositivePairs
    private let competition: Competition
    private let queriesAreCandidates: Bool
    private let size: Int
    private let biasSums: [Float]
    /// The queries with positives, ascending.
    private let rows: [Int]
    private var order: ArraySlice<Int> = []

    /// - Parameters:
    ///   - queries: The features of all queries. Shape `[positives.queryCount, rows of the table]`.
    ///   - positives: What belongs to them.
    ///   - competition: Which candidates compete.
    ///   - queriesAreCandidates: Whether query and candidate of the same row are one entity, which
    ///     is no negative of itself.
    ///   - size: From the number of queries with positives, how many make a batch.
    init(
        _ queries: SparseMatrix,
        _ positives: any PositivePairs,
        against competition: Competition,
        queriesAreCandidates: Bool = false,
        size: (Int) -> Int
    ) {
        self.queries = queries
        self.positives = positives
        self.competition = competition
        self.queriesAreCandidates = queriesAreCandidates
        rows = (0..<positives.queryCount).filter { positives.totals[$0] > 0 }
        self.size = size(rows.count)
        biasSums = positives.sums(of: competition.bias, rows: Array(0..<positives.queryCount))
    }

    var stepCount: Int { (rows.count + size - 1) / size }

    mutating func next(using generator: inout SeededGenerator) -> Batch {
        if order.isEmpty { order = rows.shuffled(using: &generator)[...] }
        let rows = Array(order.prefix(size))
        order = order.dropFirst(size)
        let negatives = competition.negatives(using: &generator)
        return Batch(
            queries: queries.gathering(rows),
            candidates: nil,
            negatives: negatives,
            positives: positives,
            positiveRows: rows,
            own: queriesAreCandidates ? negatives.places(of: rows) : nil,
            relief: competition.relief(of: rows, from: negatives.rows),
            biasOfPositives: competition.bias(ofPositives: rows.map { biasSums[$0] }, of: rows)
        )
    }
}
