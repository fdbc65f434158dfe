import LinearAlgebra

/// The trained parameters of one kind of feature, such as the ids of users.
package struct ParameterBlock: Equatable, Sendable {
    /// Names the block on disk, such as `query/user`.
    package let name: String
    /// What each row stands for, such as a user's id; no two are of the same bytes.
    package let rowNames: [String]
    /// Shape `[rowNames.count, dimension]`.
    package let values: Matrix

    package init(name: String, rowNames: [String], values: Matrix) {
        precondition(rowNames.count == values.rowCount, "one name for each row")
        self.name = name
        self.rowNames = rowNames
        self.values = values
    }
}
