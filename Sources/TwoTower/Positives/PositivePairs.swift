import LinearAlgebra
import Ratings

/// Which candidates belong to which query, and how much: a weight w(q, c) ≥ 0 for each pair.
///
/// Training never asks for the pairs themselves. The sum of their scores is linear in the
/// embeddings, so two weighted sums say all that the loss and its gradient need.
package protocol PositivePairs: Sendable {
    var queryCount: Int { get }
    var candidateCount: Int { get }

    /// Σ over c of w(q, c), for every query.
    var totals: [Float] { get }

    /// Σ over c of w(q, c) · g(c), for some queries. Shape `[queries.count, dimension]`.
    ///
    /// - Parameters:
    ///   - queries: Rows, without repetition.
    ///   - candidates: g. Shape `[candidateCount, dimension]`.
    /// - Returns: One row for each query, in the order of `queries`; 0 for a query without pairs.
    func candidateSums(of queries: [Int], candidates: Matrix) -> Matrix

    /// Adds, for every candidate, factor · Σ over some queries of w(q, c) · f(q).
    ///
    /// - Parameters:
    ///   - queries: Rows, without repetition.
    ///   - embeddings: f of these queries, in their order. Shape `[queries.count, dimension]`.
    ///   - factor: What every weight is multiplied by.
    ///   - sums: Shape `[candidateCount, dimension]`.
    func addQuerySums(
        of queries: [Int],
        embeddings: Matrix,
        times factor: Float,
        to sums: inout Matrix
    )
}

/// Pairs that are written down: a sparse matrix of weights, queries by candidates.
package struct ListedPairs: PositivePairs {
    package let weights: SparseMatrix
    package let totals: [Float]

    package init(_ weights: SparseMatrix) {
        self.weights = weights
        totals = weights.rowSums
    }

    /// Pairs of movies from a file.
    package init(pairs: MoviePairs) {
        var weights = SparseMatrix(columnCount: pairs.ofQueries.count)
        for own in pairs.ofQueries {
            weights.appendRow(own.map { (column: $0.candidate.index, weight: $0.weight) })
        }
        self.init(weights)
    }

    /// The pairs of some candidates alone.
    ///
    /// - Parameter candidates: Whether each keeps its pairs.
    /// - Returns: As many queries and candidates.
    func keeping(_ candidates: [Bool]) -> ListedPairs {
        var kept = SparseMatrix(columnCount: weights.columnCount)
        for query in 0..<weights.rowCount {
            kept.appendRow(
                zip(weights.columns(ofRow: query), weights.weights(ofRow: query))
                    .filter { candidates[Int($0.0)] }
                    .map { (column: Int($0), weight: $1) }
            )
        }
        return ListedPairs(kept)
    }

    package var queryCount: Int { weights.rowCount }
    package var candidateCount: Int { weights.columnCount }

    package func candidateSums(of queries: [Int], candidates: Matrix) -> Matrix {
        weights.gathering(queries).times(candidates)
    }

    package func addQuerySums(
        of queries: [Int],
        embeddings: Matrix,
        times factor: Float,
        to sums: inout Matrix
    ) {
        var scaled = embeddings
        scaled.scale(by: factor)
        weights.gathering(queries).addTransposed(times: scaled, to: &sums)
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
