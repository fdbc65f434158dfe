import LinearAlgebra

/// All ordered pairs of distinct movies that stand in one group, such as all movies of one user; or
/// of a movie in a group and one in the group that follows it.
///
/// With X the groups (one row each, the weight of each member), Y what they lead to (X itself, or the
/// groups that follow) and D their weights, the weights of the pairs are XᵀDY without its diagonal.
/// So their sums cost two passes over the ratings, however many pairs there are: S = Y·g sums each
/// group once, and each movie collects the S of its groups.
package struct CoRatedPairs: PositivePairs {
    /// X, shape `[groups, movies]`: a row for each group, the weight of each member.
    private let groups: SparseMatrix
    /// Y, of the same shape.
    private let followers: SparseMatrix
    /// Xᵀ, shape `[movies, groups]`: the groups of each movie.
    private let memberships: SparseMatrix
    /// Yᵀ.
    private let followings: SparseMatrix
    /// D: the weight of each pair of a group.
    private let groupWeights: [Float]
    /// How much each movie would count with itself: the diagonal of XᵀDY.
    private let diagonal: [Float]
    /// What the weights of each query are multiplied by.
    private let rowScales: [Float]
    package let totals: [Float]

    /// Pairs of the movies of each group.
    ///
    /// - Parameters:
    ///   - groups: The members of each group, each once, with their weights, by which their pairs
    ///     are multiplied. Shape `[groups, movies]`.
    ///   - followers: The candidates of each group's queries, of the same shape and none of them a
    ///     member; `nil` for the members themselves.
    ///   - groupWeights: The weight of each pair of a group.
    ///   - rowScales: What the weights of each query are multiplied by; `nil` to leave them.
    package init(
        groups: SparseMatrix,
        followers: SparseMatrix? = nil,
        groupWeights: [Float],
        rowScales: [Float]? = nil
    ) {
        precondition(groupWeights.count == groups.rowCount, "one weight for each group")
        precondition(followers.map { $0.rowCount == groups.rowCount } ?? true, "a row for each")
        self.groups = groups
        self.followers = followers ?? groups
        self.groupWeights = groupWeights
        let memberships = groups.transposed
        self.memberships = memberships
        followings = followers?.transposed ?? memberships
        let movies = 0..<memberships.rowCount
        let scales = rowScales ?? [Float](repeating: 1, count: movies.count)
        self.rowScales = scales
        let candidates = self.followers
        let all = candidates.rowSums
        /// Over the groups of a movie and its weight there.
        func sum(of movie: Int, _ value: (Int, Float) -> Float) -> Float {
            let (own, weights) = (
                memberships.columns(ofRow: movie), memberships.weights(ofRow: movie)
            )
            return zip(own, weights).reduce(0) { $0 + value(Int($1.0), $1.1) }
        }
        let leadsToItself = followers == nil
        diagonal = movies.map { movie in
            leadsToItself ? sum(of: movie) { groupWeights[$0] * $1 * $1 } : 0
        }
        totals = movies.map { movie in
            scales[movie]
                * sum(of: movie) { group, own in
                    groupWeights[group] * own * (leadsToItself ? all[group] - own : all[group])
                }
        }
    }

    /// Adds the weight of every pair to a table of shape `[movies, movies]` whose diagonal is 0.
    ///
    /// - Complexity: O(Σ over groups of members × candidates).
    func addWeights(to table: inout Matrix) {
        var (queries, candidates) = (memberships, followers)
        queries.scaleRows(by: rowScales)
        candidates.scaleRows(by: groupWeights)
        queries.add(productWith: candidates, to: &table)
        for movie in 0..<queryCount { table[movie, movie] = 0 }
    }

    package var queryCount: Int { groups.columnCount }
    package var candidateCount: Int { groups.columnCount }

    package func candidateSums(of queries: [Int], candidates: Matrix) -> Matrix {
        var groupSums = followers.times(candidates)
        groupSums.scaleRows(by: groupWeights)
        var sums = memberships.gathering(queries).times(groupSums)
        itself(of: queries).add(productWith: candidates, to: &sums)
        sums.scaleRows(by: queries.map { rowScales[$0] })
        return sums
    }

    package func addQuerySums(
        of queries: [Int],
        embeddings: Matrix,
        times factor: Float,
        to sums: inout Matrix
    ) {
        // The way back: groups sum their queries, candidates the groups that lead to them.
        var scaled = embeddings
        scaled.scaleRows(by: queries.map { factor * rowScales[$0] })
        var groupSums = memberships.gathering(queries).transposed.times(scaled)
        groupSums.scaleRows(by: groupWeights)
        followings.add(productWith: groupSums, to: &sums)
        itself(of: queries).addTransposed(times: scaled, to: &sums)
    }

    /// Takes away what each query counts with itself: shape `[queries, movies]`.
    private func itself(of queries: [Int]) -> SparseMatrix {
        SparseMatrix(
            columnCount: candidateCount,
            starts: Array(0...queries.count),
            columns: queries.map(Int32.init),
            weights: queries.map { -diagonal[$0] }
        )
    }
}
