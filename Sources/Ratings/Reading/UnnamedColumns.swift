import CSV

/// The columns of ratings in a file without a header: user id, movie id, and rating and timestamp if
/// there are any, in this order.
///
/// Of three columns the last is a timestamp if it begins with a number that no rating is as large as.
struct UnnamedColumns {
    /// What a header would say.
    let names: [String]
    /// Whether the first record is a rating for sure, not a header with unusual names.
    let areCertain: Bool

    static let allNames = ["user_id", "movie_id", "rating", "timestamp"]
    /// Seconds since 1970 that make the year 1973.
    private static let leastTimestamp = 100_000_000.0

    /// A field, and its value if it is a number.
    private struct Value {
        let text: String
        let number: Double?

        init(_ field: Field) {
            text = field.text() ?? ""
            number = field.number
        }
    }

    /// Looks at the first two records of a file; `nil` if there is none.
    init?(of file: RecordFile) throws {
        let records = try file.firstRecords(2) { record in
            (0..<record.count).map { Value(record[$0]) }
        }
        guard let first = records.first, let last = records.last else { return nil }
        let isTimed = first.count == 3 && first[2].number ?? 0 >= Self.leastTimestamp
        names = first.indices.map { place in
            if place == 2, isTimed { return Self.allNames[3] }
            return place < Self.allNames.count ? Self.allNames[place] : "column \(place + 1)"
        }
        areCertain = Self.isRating(first, before: last)
    }

    /// Whether a record has the shape of a rating, and numbers where a header would have names.
    private static func isRating(_ record: [Value], before next: [Value]) -> Bool {
        let (ids, texts) = (record.prefix(2), record.map(\.text))
        let values = record.dropFirst(2).compactMap(\.number)
        guard (2...allNames.count).contains(record.count), values.count == record.count - 2,
            ColumnRole.user.places(in: texts).isEmpty, ColumnRole.movie.places(in: texts).isEmpty,
            !ids.contains(where: { $0.text.contains(" ") }),
            !values.dropLast().contains(where: { $0 >= leastTimestamp })
        else { return false }
        // No header has the number of a time.
        if let last = values.last, last >= leastTimestamp { return true }
        // A table of numbers names its columns 0, 1, 2 and so on where it has no names for them.
        let isCount = record.count > 2 && record.enumerated().allSatisfy { Double($0) == $1.number }
        let namesNumbers = zip(ids, next).contains { $0.number == nil && $1.number != nil }
        return !isCount && !namesNumbers && record.contains { $0.number != nil }
    }
}
