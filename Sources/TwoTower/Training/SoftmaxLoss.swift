import Cores
import LinearAlgebra

/// The denominators of softmax cross-entropy, over all candidates of a batch.
///
/// For queries f(q), candidates g(c), temperature τ and biases b(c), with totals
/// W(q) = Σ over c of w(q, c), this is Σ over q of W(q) · log Σ over c of exp(⟨f(q), g(c)⟩/τ + b(c)).
/// The numerators, Σ w(q, c) · score, are linear and come from `PositivePairs`.
///
/// A panel of queries at a time meets all candidates: memory is panel × candidates, three matrix
/// products a panel. Panels belong to a fixed number of lanes, each summed in order, so the result
/// does not depend on the number of cores.
struct SoftmaxLoss {
    private static let mostLanes = 8
    private static let fewestRowsOfLane = 128
    private static let panelRowCount = 128

    private var lanes: [Lane] = []

    /// What the denominators are made of.
    struct Terms: Sendable {
        /// f, of shape `[queries, dimension]`.
        let queries: Matrix
        /// g, of shape `[candidates, dimension]`.
        let candidates: Matrix
        /// b, for each candidate.
        let bias: [Float]
        /// W, for each query.
        let totals: [Float]
        /// τ > 0.
        let temperature: Float
        /// For each query, the candidate that is the query itself and no negative of the others, -1 if
        /// none is; `nil` where queries are no candidates.
        var own: [Int]?
        /// What each query's biases are lowered by.
        var relief: Relief?
    }

    /// The value and the gradients of the denominators.
    struct Outcome {
        /// In nats, the sum over all queries.
        let value: Double
        /// Shape `[queries, dimension]`.
        var queryGradient: Matrix
        /// Shape `[candidates, dimension]`.
        var candidateGradient: Matrix
    }

    /// Evaluates the denominators.
    ///
    /// - Parameter terms: What they are made of.
    /// - Returns: The value, and its gradients by `queries` and by `candidates`; 0 without queries.
    mutating func evaluate(_ terms: Terms) -> Outcome {
        let (queries, candidates) = (terms.queries, terms.candidates)
        guard queries.rowCount > 0 else {
            return Outcome(
                value: 0,
                queryGradient: queries,
                candidateGradient: Matrix(
                    rowCount: candidates.rowCount,
                    columnCount: candidates.columnCount
                )
            )
        }
        let laneSize = max(
            Self.fewestRowsOfLane,
            (queries.rowCount + Self.mostLanes - 1) / Self.mostLanes
        )
        let ranges = Cores.ranges(of: queries.rowCount, size: laneSize)
        let panelSize = min(laneSize, Self.panelRowCount)
        if lanes.first?.fits(panelSize, candidates) != true || lanes.count < ranges.count {
            lanes.removeAll()  // before there are others
            lanes = ranges.map { _ in Lane(panelRowCount: panelSize, like: candidates) }
        }
        lanes.removeLast(lanes.count - ranges.count)
        Cores.mutateEach(&lanes) { index, lane in
            lane.evaluate(terms, of: ranges[index])
        }
        return Outcome(
            value: lanes.reduce(0) { $0 + $1.value },
            queryGradient: Matrix(
                rowCount: queries.rowCount,
                columnCount: queries.columnCount,
                values: lanes.flatMap(\.queryGradient)
            ),
            candidateGradient: Matrix.sum(of: lanes.map(\.candidateGradient))
        )
    }
}

/// The buffers and the results of some consecutive queries.
private struct Lane: Sendable {
    private(set) var value = 0.0
    private(set) var queryGradient: [Float] = []
    private(set) var candidateGradient: Matrix
    private var scores: Matrix
    private var panelGradient: Matrix

    init(panelRowCount: Int, like candidates: Matrix) {
        candidateGradient = Matrix(
            unsetRows: candidates.rowCount,
            columnCount: candidates.columnCount
        )
        scores = Matrix(unsetRows: panelRowCount, columnCount: candidates.rowCount)
        panelGradient = Matrix(unsetRows: panelRowCount, columnCount: candidates.columnCount)
    }

    func fits(_ panelRowCount: Int, _ candidates: Matrix) -> Bool {
        scores.rowCount == panelRowCount && scores.columnCount == candidates.rowCount
            && candidateGradient.columnCount == candidates.columnCount
    }

    /// Evaluates the denominators of some consecutive queries.
    mutating func evaluate(_ terms: SoftmaxLoss.Terms, of range: Range<Int>) {
        let (queries, candidates, temperature) = (
            terms.queries, terms.candidates, terms.temperature
        )
        value = 0
        queryGradient.removeAll(keepingCapacity: true)
        for start in stride(from: range.lowerBound, to: range.upperBound, by: scores.rowCount) {
            let panel = start..<min(start + scores.rowCount, range.upperBound)
            scores.setFirstRows(
                toProductOf: queries.rows(panel),
                withTransposeOf: candidates.allRows
            )
            if let relief = terms.relief {
                scores.addToFirstRows(
                    outerProductOf: Array(relief.shares[panel]),
                    with: relief.popularityBiases,
                    times: -temperature
                )
            }
            if let own = terms.own {
                for (row, query) in panel.enumerated() where own[query] >= 0 {
                    scores[row, own[query]] = -.infinity
                }
            }
            let sums = scores.exponentiate(
                first: panel.count,
                scale: 1 / temperature,
                bias: terms.bias
            )
            // Scaling the thin matrices instead of the wide one: W/Z/τ makes exponentials gradients.
            let factors = zip(sums, panel).map { sum, query in
                terms.totals[query] * sum.inverseSum / temperature
            }
            for (sum, query) in zip(sums, panel) {
                value += Double(terms.totals[query]) * sum.logSum
            }
            panelGradient.setFirstRows(
                toProductOf: scores,
                first: panel.count,
                with: candidates
            )
            var weighted = queries.gathering(Array(panel))
            weighted.scaleRows(by: factors)
            candidateGradient.set(
                toProductOfTranspose: scores,
                with: weighted,
                first: panel.count,
                adding: start > range.lowerBound
            )
            for (row, factor) in factors.enumerated() {
                queryGradient += panelGradient[row: row].lazy.map { $0 * factor }
            }
        }
    }
}
