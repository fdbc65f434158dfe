import Foundation
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

/// A shuffle of pairs, cut into batches in which they are each other's negatives; the batches return
/// in the same order in every epoch, as in the reference notebook.
///
/// A batch of n pairs is a softmax over its n candidates, however often one occurs. With embeddings
/// that depend on the row alone, that equals a softmax over the distinct candidates with the log of
/// their number as bias, on the distinct queries with their number as weight.
struct PairBatches: BatchSource {
    private let batches: [Batch]
    private var step = 0

    /// - Parameters:
    ///   - pairs: Each of weight 1.
    ///   - queries: The features of all queries. Shape `[pairs.queryCount, rows of the table]`.
    ///   - bias: Of each candidate.
    ///   - size: How many pairs make a batch.
    ///   - generator: Shuffles the pairs.
    init(
        _ pairs: ListedPairs,
        queries: SparseMatrix,
        bias: [Float],
        size: Int,
        using generator: inout SeededGenerator
    ) {
        let weights = pairs.weights
        let all = (0..<weights.rowCount).flatMap { query in
            weights.columns(ofRow: query).map { (query: query, candidate: Int($0)) }
        }.shuffled(using: &generator)
        batches = stride(from: 0, to: all.count, by: size).map { start in
            Batch(all[start..<min(start + size, all.count)], queries: queries, bias: bias)
        }
    }

    var stepCount: Int { batches.count }

    mutating func next(using generator: inout SeededGenerator) -> Batch {
        defer { step = (step + 1) % batches.count }
        return batches[step]
    }
}

extension Batch {
    fileprivate init(
        _ pairs: ArraySlice<(query: Int, candidate: Int)>,
        queries features: SparseMatrix,
        bias: [Float]
    ) {
        let queries = Set(pairs.map(\.query)).sorted()
        let candidates = Set(pairs.map(\.candidate)).sorted()
        let places = Dictionary(uniqueKeysWithValues: candidates.enumerated().map { ($1, $0) })
        let byQuery = Dictionary(grouping: pairs, by: \.query)
        var counts = [Float](repeating: 0, count: candidates.count)
        var weights = SparseMatrix(columnCount: candidates.count)
        for query in queries {
            let own = (byQuery[query] ?? []).compactMap { places[$0.candidate] }
            for place in own { counts[place] += 1 }
            weights.appendRow(own.map { (column: $0, weight: 1) })
        }
        let positives = ListedPairs(weights)
        // A candidate that stands in the batch n times is n negatives, but one positive.
        let ownBias = candidates.map { bias[$0] }
        let rows = Array(queries.indices)
        self.init(
            queries: features.gathering(queries),
            candidates: candidates,
            negatives: Negatives(rows: nil, bias: zip(ownBias, counts).map { $0 + log($1) }),
            positives: positives,
            positiveRows: rows,
            own: nil,
            biasOfPositives: positives.sum(of: ownBias, rows: rows)
        )
    }
}

extension PositivePairs {
    /// Σ over some queries and all c of w(q, c) · value(c).
    func sum(of values: [Float], rows: [Int]) -> Double {
        sums(of: values, rows: rows).reduce(0) { $0 + Double($1) }
    }

    /// Σ over c of w(q, c) · value(c), for some queries; a candidate with an infinite value is in no
    /// pair.
    func sums(of values: [Float], rows: [Int]) -> [Float] {
        let finite = values.map { $0.isFinite ? $0 : 0 }
        guard finite.contains(where: { $0 != 0 }) else {
            return [Float](repeating: 0, count: rows.count)
        }
        return candidateSums(
            of: rows,
            candidates: Matrix(rowCount: finite.count, columnCount: 1, values: finite)
        ).values
    }
}
