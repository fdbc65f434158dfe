import LinearAlgebra
import Ratings

/// What a user tower knows of each user: an embedding of his own, his other movies, and the moment, or
/// what everybody wants where there are no times.
struct UserFeatures: Sendable {
    /// The rows of the users' own embeddings in the table.
    let users: Range<Int>
    /// The row of what everybody wants, where the clock of `Moments` is asked for and there are no times;
    /// else `nil`.
    ///
    /// Without it each user's own embedding would have to learn what is popular.
    let everyone: Int?
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
        if let everyone { queries.appendEntry(everyone, 1) }
        for (column, weight) in known?[user.index] ?? [] { queries.appendEntry(column, weight) }
        tastes?.append(places, to: &queries)
    }

    /// One query for each of some users, after all his ratings.
    ///
    /// - Parameters:
    ///   - range: The users, by row.
    ///   - interactions: The ratings so far.
    ///   - times: When the list of each user, of all, is shown; `nil` for whatever the moment.
    /// - Returns: Shape `[range.count, rows of the table]`.
    func queries(
        of range: Range<Int>,
        for interactions: Interactions,
        at times: [Int64?]
    ) -> SparseMatrix {
        var queries = SparseMatrix(columnCount: featureCount)
        for index in range {
            let user = Row<User>(index)
            let places = interactions.range(of: user)
            append(user, knowing: places, to: &queries)
            if let moments, let time = times[index] {
                moments.append(user, before: places.upperBound, at: time, to: &queries)
            }
            queries.endRow()
        }
        return queries
    }
}
