/// Marks rows that number users.
package enum User {}

/// Marks rows that number movies.
package enum Movie {}

/// A dense, zero-based number for one kind of entity: its row in every table of this run.
///
/// The kind exists only for the compiler, so that a user's row never passes for a movie's.
package struct Row<Entity>: Hashable, Comparable, Sendable, BitwiseCopyable {
    package let number: Int32

    package init(_ index: Int) { number = Int32(index) }

    /// The number, to index arrays with.
    package var index: Int { Int(number) }

    package static func < (left: Row, right: Row) -> Bool { left.number < right.number }
}
