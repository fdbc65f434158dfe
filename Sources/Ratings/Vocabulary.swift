/// The table between the ids of a file and our dense rows.
///
/// Rows follow the natural order of the ids, so they do not depend on the order of the file.
package struct Vocabulary<Entity>: Sendable {
    /// Every id, by row.
    package let ids: [String]
    private let rows: [Spelling: Row<Entity>]

    /// Numbers distinct ids.
    package init(_ unordered: [String]) {
        self.init(ordered: unordered.sorted(by: naturallyPrecedes))
    }

    private init(ordered ids: [String]) {
        self.ids = ids
        rows = Dictionary(
            uniqueKeysWithValues: ids.enumerated().map { (Spelling($1), Row($0)) }
        )
    }

    package var count: Int { ids.count }

    /// The row of an id, or `nil` for an unknown one.
    package func row(of id: String) -> Row<Entity>? { rows[Spelling(id)] }

    /// The id of a row.
    package subscript(row: Row<Entity>) -> String { ids[row.index] }
}

/// An id, equal only to the same bytes: Swift's strings are equal already if they look the same.
struct Spelling: Hashable, Sendable {
    private let id: String

    init(_ id: String) { self.id = id }

    static func == (left: Spelling, right: Spelling) -> Bool {
        left.id.utf8.elementsEqual(right.id.utf8)
    }

    func hash(into hasher: inout Hasher) {
        var id = id
        id.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
