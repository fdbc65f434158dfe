/// The ids in a column of a part of a file, before all are known and can be ordered.
struct IDColumn: Sendable {
    /// Of each record: its id, if that is a small whole number, or else `firstSpelledKey` plus the
    /// id's place in `spelled`.
    private(set) var keys: [Int32] = []
    /// The other ids, each once, in the order in which they turn up.
    private(set) var spelled: [String] = []
    private var places: [Spelling: Int32] = [:]

    /// Larger than any `Field.smallID`.
    static let firstSpelledKey: Int32 = 10_000_000

    /// - Parameter mostIDs: How many will be appended at most.
    init(mostIDs: Int) { keys.reserveCapacity(mostIDs) }

    @inline(__always)
    mutating func append(_ id: FieldID) {
        if let smallID = id.smallID {
            keys.append(Int32(truncatingIfNeeded: smallID))
        } else {
            keys.append(Self.firstSpelledKey + place(of: id.text))
        }
    }

    /// The ids that are small whole numbers, each once, ascending.
    var smallIDs: [Int] {
        let ids = keys.lazy.filter { $0 < Self.firstSpelledKey }.map { Int($0) }
        var isThere = [Bool](repeating: false, count: (ids.max() ?? -1) + 1)
        for id in ids { isThere[id] = true }
        return isThere.indices.filter { isThere[$0] }
    }

    private mutating func place(of id: String) -> Int32 {
        if let known = places[Spelling(id)] { return known }
        let place = Int32(spelled.count)
        places[Spelling(id)] = place
        spelled.append(id)
        return place
    }
}
