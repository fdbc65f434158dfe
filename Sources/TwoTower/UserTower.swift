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

    /// A user, whatever the moment.
    ///
    /// - Parameters:
    ///   - user: Who asks.
    ///   - places: Which of his ratings are known, as places in the columns of the interactions.
    /// - Returns: Rows of the table with their weights.
    func features(
        of user: Row<User>,
        knowing places: some Collection<Int>
    ) -> [(column: Int, weight: Float)] {
        [(column: users.lowerBound + user.index, weight: 1)] + (known?[user.index] ?? [])
            + (tastes?.features(of: places) ?? [])
    }

    /// A user just before one of his ratings.
    ///
    /// - Parameters:
    ///   - user: Whose rating it is.
    ///   - place: The rating's place in the columns of the interactions.
    ///   - places: Which other ratings of his are known.
    /// - Returns: Rows of the table with their weights.
    func features(
        of user: Row<User>,
        before place: Int,
        knowing places: some Collection<Int>
    ) -> [(column: Int, weight: Float)] {
        features(of: user, knowing: places)
            + (moments?.features(of: user, before: place) ?? [])
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
            var row = features(of: user, knowing: places)
            if let moments, let time = moment(user) {
                row += moments.features(of: user, before: places.upperBound, at: time)
            }
            queries.appendRow(row)
        }
        return queries
    }
}
