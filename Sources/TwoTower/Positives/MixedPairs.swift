import LinearAlgebra

/// Pairs of several sources at once; the weights of a pair add up.
package struct MixedPairs: PositivePairs {
    private let parts: [any PositivePairs]
    package let totals: [Float]

    /// - Parameter parts: At least one; all of the same queries and candidates.
    package init(_ parts: [any PositivePairs]) {
        precondition(!parts.isEmpty, "nothing to mix")
        self.parts = parts
        totals = (0..<parts[0].queryCount).map { query in
            parts.reduce(0) { $0 + $1.totals[query] }
        }
    }

    package var queryCount: Int { parts[0].queryCount }
    package var candidateCount: Int { parts[0].candidateCount }

    package func candidateSums(of queries: [Int], candidates: Matrix) -> Matrix {
        Matrix.sum(of: parts.map { $0.candidateSums(of: queries, candidates: candidates) })
    }

    package func addQuerySums(
        of queries: [Int],
        embeddings: Matrix,
        times factor: Float,
        to sums: inout Matrix
    ) {
        for part in parts {
            part.addQuerySums(of: queries, embeddings: embeddings, times: factor, to: &sums)
        }
    }
}
