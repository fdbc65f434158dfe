import LinearAlgebra

/// All ordered pairs of distinct movies that stand in one group, such as all movies of one user.
///
/// With X the groups (one row each, a 1 for each member) and D their weights, the weights of the
/// pairs are XᵀDX without its diagonal. So their sums cost two passes over the ratings, however many
/// pairs there are: S = X·g sums each group once, and each movie collects the S of its groups.
package struct CoRatedPairs: PositivePairs {
    /// X. Shape `[groups, movies]`.
    private let groups: SparseMatrix
    /// D·X, transposed: for each movie its groups, weighted.
    private let groupsOfMovies: SparseMatrix
    /// How much each movie would count with itself: the diagonal of XᵀDX.
    private let diagonal: [Float]
    /// What each row is multiplied by.
    private let rowScales: [Float]
    package let totals: [Float]

    /// Pairs of the movies of each group.
    ///
    /// - Parameters:
    ///   - groups: The members of each group, each once. Shape `[groups, movies]`; every weight 1.
    ///   - groupWeights: The weight of each pair of a group.
    ///   - rowTotal: What the weights of each query shall add up to, or `nil` to leave them.
    package init(groups: SparseMatrix, groupWeights: [Float], rowTotal: Float? = nil) {
        precondition(groupWeights.count == groups.rowCount, "one weight for each group")
        self.groups = groups
        let members = groups.transposed
        groupsOfMovies = SparseMatrix(
            columnCount: members.columnCount,
            starts: members.starts,
            columns: members.columns,
            weights: members.columns.map { groupWeights[Int($0)] }
        )
        diagonal = groupsOfMovies.rowSums
        var sums = (0..<members.rowCount).map { movie in
            members.columns(ofRow: movie).reduce(Float(0)) { sum, group in
                sum + groupWeights[Int(group)] * Float(groups.columns(ofRow: Int(group)).count - 1)
            }
        }
        rowScales = sums.map { sum in sum > 0 ? rowTotal.map { $0 / sum } ?? 1 : 0 }
        for (movie, scale) in rowScales.enumerated() { sums[movie] *= scale }
        totals = sums
    }

    package var queryCount: Int { groups.columnCount }
    package var candidateCount: Int { groups.columnCount }

    package func candidateSums(of queries: [Int], candidates: Matrix) -> Matrix {
        var sums = groupsOfMovies.gathering(queries).times(groups.times(candidates))
        let own = SparseMatrix(
            columnCount: candidateCount,
            starts: Array(0...queries.count),
            columns: queries.map(Int32.init),
            weights: queries.map { -diagonal[$0] }
        )
        own.add(productWith: candidates, to: &sums)
        sums.scaleRows(by: queries.map { rowScales[$0] })
        return sums
    }

    package func addQuerySums(
        of queries: [Int],
        embeddings: Matrix,
        times factor: Float,
        to sums: inout Matrix
    ) {
        // The pairs are symmetric but for the row scales: spread the scaled queries over all rows
        // and let every candidate collect from its groups.
        var spread = Matrix(rowCount: queryCount, columnCount: embeddings.columnCount)
        for (place, query) in queries.enumerated() {
            let scale = factor * rowScales[query]
            spread.setRow(query, to: embeddings[row: place].lazy.map { $0 * scale })
        }
        groupsOfMovies.add(productWith: groups.times(spread), to: &sums)
        let own = SparseMatrix(
            columnCount: queryCount,
            starts: Array(0...queryCount),
            columns: (0..<Int32(queryCount)).map { $0 },
            weights: diagonal.map { -$0 }
        )
        own.add(productWith: spread, to: &sums)
    }
}

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
