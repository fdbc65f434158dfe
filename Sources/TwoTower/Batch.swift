import Foundation
import LinearAlgebra
import Ratings

/// One step's share of the positives.
struct Batch: Sendable {
    /// Rows of the query tower.
    let queries: [Int]
    /// Rows of the candidate tower, or `nil` for all.
    let candidates: [Int]?
    /// What to add to the scaled score of each candidate.
    let bias: [Float]
    /// Where the positives come from.
    let positives: any PositivePairs
    /// The rows of `positives` that `queries` stand for.
    let positiveRows: [Int]
    /// Σ over the batch's positives of w(q, c) · bias(c): the part of the loss that nothing moves.
    let biasOfPositives: Double

    private init(
        queries: [Int],
        candidates: [Int]?,
        bias: [Float],
        positives: any PositivePairs,
        positiveRows: [Int],
        biasSums: [Float]
    ) {
        self.queries = queries
        self.candidates = candidates
        self.bias = bias
        self.positives = positives
        self.positiveRows = positiveRows
        biasOfPositives = positiveRows.reduce(0) { $0 + Double(biasSums[$1]) }
    }
}

extension Batch {
    /// Cuts a shuffle of the queries that have positives into batches against all candidates.
    static func full(
        _ positives: any PositivePairs,
        bias: [Float],
        size: Int,
        using generator: inout some RandomNumberGenerator
    ) -> [Batch] {
        let biasSums = positives.sums(of: bias)
        let queries = (0..<positives.queryCount).filter { positives.totals[$0] > 0 }
            .shuffled(using: &generator)
        return stride(from: 0, to: queries.count, by: size).map { start in
            let rows = Array(queries[start..<min(start + size, queries.count)])
            return Batch(
                queries: rows,
                candidates: nil,
                bias: bias,
                positives: positives,
                positiveRows: rows,
                biasSums: biasSums
            )
        }
    }

    /// Cuts a shuffle of the pairs into batches in which they are each other's negatives.
    ///
    /// A batch of n pairs is a softmax over its n candidates, however often one occurs. With
    /// embeddings that depend on the row alone, that equals a softmax over the distinct candidates
    /// with the log of their number as bias, on the distinct queries with their number as weight.
    static func inBatch(
        _ pairs: ListedPairs,
        bias: [Float],
        size: Int,
        using generator: inout some RandomNumberGenerator
    ) -> [Batch] {
        let weights = pairs.weights
        let all = (0..<weights.rowCount).flatMap { query in
            weights.columns(ofRow: query).map { (query: query, candidate: Int($0)) }
        }.shuffled(using: &generator)
        return stride(from: 0, to: all.count, by: size).map { start in
            Batch(distinct: all[start..<min(start + size, all.count)], bias: bias)
        }
    }

    private init(distinct pairs: ArraySlice<(query: Int, candidate: Int)>, bias: [Float]) {
        let queries = Set(pairs.map(\.query)).sorted()
        let candidates = Set(pairs.map(\.candidate)).sorted()
        let places = Dictionary(uniqueKeysWithValues: candidates.enumerated().map { ($1, $0) })
        let byQuery = Dictionary(grouping: pairs, by: \.query)
        var counts = [Float](repeating: 0, count: candidates.count)
        var weights = SparseMatrix(columnCount: candidates.count)
        for query in queries {
            let own = (byQuery[query] ?? []).compactMap { places[$0.candidate] }
            for place in own { counts[place] += 1 }
            weights.appendRow(own.map { (column: $0, weight: Float(1)) })
        }
        let positives = ListedPairs(weights)
        // A candidate that stands in the batch n times is n negatives, but one positive.
        let ownBias = candidates.map { bias[$0] }
        self.init(
            queries: queries,
            candidates: candidates,
            bias: zip(ownBias, counts).map { $0 + log($1) },
            positives: positives,
            positiveRows: Array(queries.indices),
            biasSums: positives.sums(of: ownBias)
        )
    }
}

extension PositivePairs {
    /// Σ over c of w(q, c) · value(c), for every query; candidates with an infinite value are left out
    /// of the loss and belong to no query.
    fileprivate func sums(of values: [Float]) -> [Float] {
        let finite = values.map { $0.isFinite ? $0 : 0 }
        guard finite.contains(where: { $0 != 0 }) else {
            return [Float](repeating: 0, count: queryCount)
        }
        return candidateSums(
            of: Array(0..<queryCount),
            candidates: Matrix(rowCount: finite.count, columnCount: 1, values: finite)
        ).values
    }
}
