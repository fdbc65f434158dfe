import Foundation
import LinearAlgebra
import Ratings

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
