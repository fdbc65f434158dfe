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

/// Numbers ids in the order in which they turn up, until all are known and can be ordered.
struct IDNumbering: Sendable {
    private(set) var ids: [String] = []
    private var numbers: [Spelling: Int32] = [:]
    /// The number of each id that is a small whole number, without a detour through `String`; -1
    /// for one not seen.
    private var numbersOfSmallIDs: [Int32] = []

    /// The number of an id, a new one if it has not been seen.
    mutating func number(of id: @autoclosure () -> String, smallID: Int?) -> Int32 {
        if let known = knownNumber(of: id(), smallID: smallID) { return known }
        let number = Int32(ids.count)
        let id = id()
        ids.append(id)
        if let smallID {
            if smallID >= numbersOfSmallIDs.count {
                let room = max(smallID + 1, 2 * numbersOfSmallIDs.count)
                numbersOfSmallIDs += repeatElement(-1, count: room - numbersOfSmallIDs.count)
            }
            numbersOfSmallIDs[smallID] = number
        } else {
            numbers[Spelling(id)] = number
        }
        return number
    }

    /// The number of an id that has been seen, or `nil`; `id` counts only where `smallID` is `nil`.
    func knownNumber(of id: @autoclosure () -> String, smallID: Int?) -> Int32? {
        guard let smallID else { return numbers[Spelling(id())] }
        guard smallID < numbersOfSmallIDs.count, numbersOfSmallIDs[smallID] >= 0 else { return nil }
        return numbersOfSmallIDs[smallID]
    }

    /// The ordered vocabulary of all ids, and the row of each number.
    func vocabulary<Entity>() -> (vocabulary: Vocabulary<Entity>, rows: [Row<Entity>]) {
        let vocabulary = Vocabulary<Entity>(ids)
        return (vocabulary, ids.compactMap(vocabulary.row(of:)))
    }
}

/// An id, equal only to the same bytes: Swift's strings are equal already if they look the same.
private struct Spelling: Hashable, Sendable {
    private let id: String

    init(_ id: String) { self.id = id }

    static func == (left: Spelling, right: Spelling) -> Bool {
        left.id.utf8.elementsEqual(right.id.utf8)
    }

    func hash(into hasher: inout Hasher) {
        for byte in id.utf8 { hasher.combine(byte) }
    }
}
