import LinearAlgebra
import Ratings

/// The features of users' queries.
struct UserTower: Sendable {
    /// The rows of the users' own embeddings in the table.
    let users: Range<Int>
    /// `nil` where a user's other movies add nothing.
    let tastes: Tastes?
    /// `nil` where the moment of a query adds nothing.
    let moments: Moments?
    let featureCount: Int
    /// What is known of each user, as rows of the table; `nil` for nothing.
    var known: [[(column: Int, weight: Float)]]?

    /// Appends the features of a user, whatever the moment, to the row that `endRow` will end.
    ///
    /// - Parameters:
    ///   - user: Who asks.
    ///   - places: Which of his ratings are known, as places in the columns of the interactions.
    ///   - queries: Shape `[any, rows of the table]`.
    func append(
        _ user: Row<User>,
        knowing places: some Collection<Int>,
        to queries: inout SparseMatrix
    ) {
        queries.appendEntry(users.lowerBound + user.index, 1)
        for (column, weight) in known?[user.index] ?? [] { queries.appendEntry(column, weight) }
        tastes?.append(places, to: &queries)
    }

    /// One query for each user, after all his ratings.
    ///
    /// - Parameters:
    ///   - interactions: The ratings so far.
    ///   - moment: When each user's list is shown; `nil` for whatever the moment.
    /// - Returns: Shape `[users, rows of the table]`.
    func queries(
        for interactions: Interactions,
        at moment: (Row<User>) -> Int64?
    ) -> SparseMatrix {
        var queries = SparseMatrix(columnCount: featureCount)
        for index in 0..<users.count {
            let user = Row<User>(index)
            let places = interactions.range(of: user)
            append(user, knowing: places, to: &queries)
            if let moments, let time = moment(user) {
                moments.append(user, before: places.upperBound, at: time, to: &queries)
            }
            queries.endRow()
        }
        return queries
    }
}
