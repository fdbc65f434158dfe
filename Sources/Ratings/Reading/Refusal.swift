import CSV

/// A record that breaks a rule of the reader.
package struct RefusedRecord: Equatable, Sendable {
    /// Which rule, and where.
    package let reason: RatingsError
    /// Where the record begins.
    package let position: FilePosition
    /// How many lines it takes, at least 1.
    package let lineCount: Int
}

/// How many records of a file were read.
package struct RecordCount: Equatable, Sendable {
    package let path: String
    /// All, the refused ones among them, the header not.
    package internal(set) var recordCount = 0
    package internal(set) var refusedCount = 0
}

/// How many refused records a file may have and still be used without them.
///
/// It forgives records alone: bytes that are not records, a missing column or an empty file always
/// end the reading.
package enum Tolerance: Equatable, Sendable {
    /// So many of each file.
    case records(Int)
    /// This share, in 0…1, of the records of each file.
    case share(Double)

    /// The first wrong record ends the reading.
    package static let none = records(0)

    /// Whether a file has too many refused records.
    package func isExceeded(by count: RecordCount) -> Bool {
        switch self {
        case .records(let most): count.refusedCount > most
        case .share(let most): Double(count.refusedCount) > most * Double(count.recordCount)
        }
    }
}

extension Tolerance: CustomStringConvertible {
    package var description: String {
        switch self {
        case .records(let most): "\(most)"
        case .share(let most):
            (most * 100).rounded() == most * 100 ? "\(Int(most * 100)) %" : "\(most * 100) %"
        }
    }
}

/// What becomes of refused records.
struct RefusalPolicy {
    let tolerance: Tolerance
    /// Hears of every refused record, in order; to throw ends the reading.
    let observe: (RefusedRecord) throws -> Void
    /// Hears how many records were read, after each file and also where its reading ends early.
    var count: (RecordCount) -> Void = { _ in }

    /// Ends the reading with the first wrong record.
    static var strict: RefusalPolicy { RefusalPolicy(tolerance: .none, observe: { _ in }) }
}

/// Counts the records of one file, and ends its reading when too many are refused.
struct Refusals {
    private let policy: RefusalPolicy
    private(set) var count: RecordCount
    private var last: RatingsError?

    init(of path: String, _ policy: RefusalPolicy) {
        count = RecordCount(path: path)
        self.policy = policy
    }

    /// Counts a record that was used.
    mutating func accept() { count.recordCount += 1 }

    /// Counts a record that is wrong.
    ///
    /// - Throws: The reason where no record may be wrong, `RatingsError.tooManyRefused` where this is
    ///   one more than may be; what the observer throws.
    mutating func refuse(_ record: Record, because reason: RatingsError) throws {
        guard policy.tolerance != .none else { throw reason }
        try refuse(RefusedRecord(record, because: reason))
    }

    private mutating func refuse(_ record: RefusedRecord) throws {
        count.recordCount += 1
        count.refusedCount += 1
        last = record.reason
        try policy.observe(record)
        if case .records = policy.tolerance { try check() }
    }

    /// Counts the records of the next piece, as if they came one by one.
    mutating func add(_ tally: RefusalTally) throws {
        let before = count.recordCount
        for (record, place) in tally.refused {
            count.recordCount = before + place
            try refuse(record)
        }
        count.recordCount = before + tally.recordCount
    }

    /// Judges what was counted; for a share, that is possible only at the end of the file.
    ///
    /// - Throws: `RatingsError.tooManyRefused`.
    func check() throws(RatingsError) {
        guard let last, policy.tolerance.isExceeded(by: count) else { return }
        throw .tooManyRefused(
            count.refusedCount,
            of: count.recordCount,
            tolerated: "\(policy.tolerance)",
            path: count.path,
            last: last.description
        )
    }
}

/// The records of a piece of a file, counted before it is known how many may be wrong in it.
struct RefusalTally: Sendable {
    private(set) var recordCount = 0
    /// The refused records, each with how many records of the piece came before it.
    private(set) var refused: [(record: RefusedRecord, place: Int)] = []

    /// Counts a record that was used.
    mutating func accept() { recordCount += 1 }

    /// Counts a record that is wrong.
    mutating func refuse(_ record: Record, because reason: RatingsError) {
        refused.append((RefusedRecord(record, because: reason), recordCount))
        recordCount += 1
    }
}

extension RefusedRecord {
    fileprivate init(_ record: Record, because reason: RatingsError) {
        self.init(reason: reason, position: record.position, lineCount: record.lineCount)
    }
}
