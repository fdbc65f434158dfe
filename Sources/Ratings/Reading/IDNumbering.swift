import Cores

/// Gives each id a number, until all are known and can be ordered.
struct IDNumbering: Sendable {
    private(set) var ids: [String] = []
    private var numbers: [Spelling: Int32] = [:]
    /// The number of each id that is a small whole number, without a detour through `String`; -1
    /// for one not seen.
    private var numbersOfSmallIDs: [Int32] = []

    /// The number of an id, a new one if it has not been seen.
    mutating func number(of id: FieldID) -> Int32 {
        if let smallID = id.smallID { return number(ofSmall: smallID) }
        return number(ofSpelled: id.text)
    }

    /// The number of an id that has been seen, or `nil`.
    func knownNumber(of id: FieldID) -> Int32? {
        guard let smallID = id.smallID else { return numbers[Spelling(id.text)] }
        guard smallID < numbersOfSmallIDs.count, numbersOfSmallIDs[smallID] >= 0 else { return nil }
        return numbersOfSmallIDs[smallID]
    }

    /// Numbers all ids of some columns; those that have a number keep it.
    mutating func add(_ columns: [IDColumn]) {
        let smallIDs = Cores.map(columns.count) { columns[$0].smallIDs }
        for id in smallIDs.joined() { _ = number(ofSmall: id) }
        for id in columns.lazy.flatMap(\.spelled) { _ = number(ofSpelled: id) }
    }

    private mutating func number(ofSmall id: Int) -> Int32 {
        if id >= numbersOfSmallIDs.count {
            let room = max(id + 1, 2 * numbersOfSmallIDs.count)
            numbersOfSmallIDs += repeatElement(-1, count: room - numbersOfSmallIDs.count)
        }
        if numbersOfSmallIDs[id] < 0 {
            numbersOfSmallIDs[id] = Int32(ids.count)
            ids.append(String(id))
        }
        return numbersOfSmallIDs[id]
    }

    private mutating func number(ofSpelled id: String) -> Int32 {
        if let known = numbers[Spelling(id)] { return known }
        let number = Int32(ids.count)
        numbers[Spelling(id)] = number
        ids.append(id)
        return number
    }

    /// The rows of all ids that have been numbered.
    func rows<Entity>() -> IDRows<Entity> {
        let vocabulary = Vocabulary<Entity>(ids)
        let rows = ids.compactMap(vocabulary.row(of:))
        return IDRows(
            vocabulary: vocabulary,
            ofNumbers: rows,
            ofSmallIDs: numbersOfSmallIDs.map { $0 < 0 ? Row(0) : rows[Int($0)] }
        )
    }
}

/// The row of each id that was numbered.
struct IDRows<Entity>: Sendable {
    let vocabulary: Vocabulary<Entity>
    /// By number.
    let ofNumbers: [Row<Entity>]
    /// By id; what stands for an id that was not numbered has no meaning.
    fileprivate let ofSmallIDs: [Row<Entity>]

    fileprivate init(
        vocabulary: Vocabulary<Entity>,
        ofNumbers: [Row<Entity>],
        ofSmallIDs: [Row<Entity>]
    ) {
        self.vocabulary = vocabulary
        self.ofNumbers = ofNumbers
        self.ofSmallIDs = ofSmallIDs
    }

    /// The row of every record of a column, whose ids were all numbered.
    func rows(of column: IDColumn) -> [Row<Entity>] {
        let spelled = column.spelled.compactMap(vocabulary.row(of:))
        return column.keys.map { key in
            let place = Int(key - IDColumn.firstSpelledKey)
            return place < 0 ? ofSmallIDs[Int(key)] : spelled[place]
        }
    }
}
