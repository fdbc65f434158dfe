import LinearAlgebra
import Ratings

/// The features of users' queries.
struct UserTower: Sendable {
    /// The rows of the users' own embeddings in the table.
    let users: Range<Int>
    /// `nil` where a query is the user alone.
    let moments: Moments?
    let featureCount: Int
    /// What is known of each user, as rows of the table; `nil` for nothing.
    var known: [[(column: Int, weight: Float)]]?

    /// The user alone, whatever the moment.
    func taste(of user: Row<User>) -> [(column: Int, weight: Float)] {
        [(column: users.lowerBound + user.index, weight: 1)] + (known?[user.index] ?? [])
    }

    /// The user just before one of his ratings.
    ///
    /// - Parameters:
    ///   - user: Whose rating it is.
    ///   - place: The rating's place in the columns of the interactions.
    /// - Returns: Rows of the table with their weights; the user alone where there are no moments.
    func moment(
        of user: Row<User>,
        before place: Int
    ) -> [(column: Int, weight: Float)] {
        guard let moments else { return taste(of: user) }
        return taste(of: user)
            + moments.features(of: user, before: place, at: moments.time(of: place))
    }

    /// One query for each user alone.
    var tastes: SparseMatrix {
        SparseMatrix(
            rows: (0..<users.count).map { taste(of: Row($0)) },
            columnCount: featureCount
        )
    }

    /// One query for each user, after all his ratings.
    ///
    /// - Parameters:
    ///   - interactions: The ratings so far.
    ///   - moment: When each user's list is shown; `nil` for the user alone.
    /// - Returns: Shape `[users, rows of the table]`.
    func queries(
        for interactions: Interactions,
        at moment: (Row<User>) -> Int64?
    ) -> SparseMatrix {
        let rows = (0..<users.count).map { index in
            let user = Row<User>(index)
            guard let moments, let time = moment(user) else { return taste(of: user) }
            let end = interactions.range(of: user).upperBound
            return taste(of: user) + moments.features(of: user, before: end, at: time)
        }
        return SparseMatrix(rows: rows, columnCount: featureCount)
    }
}
