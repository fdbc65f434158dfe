import CSV

/// Something wrong in the input, told to the person who can repair it.
package enum RatingsError: Error, Equatable, CustomStringConvertible {
    case noRecords(path: String)
    /// There are records, and all were refused.
    case noRightRecords(path: String)
    case missingColumn(role: String, remedy: String, header: [String], at: FilePosition)
    /// A flag names a column that is not there.
    case noSuchColumn(name: String, header: [String], at: FilePosition)
    case repeatedColumn(name: String, at: FilePosition)
    /// One column would be read as two.
    case sharedColumn(roles: [String], name: String, at: FilePosition)
    case fieldCount(Int, expected: Int, at: FilePosition)
    case emptyID(column: String, at: FilePosition)
    case malformed(column: String, value: String, expected: String, at: FilePosition)
    case unknownMovie(id: String, catalogue: String, at: FilePosition)
    case unknownID(role: String, id: String, at: FilePosition)
    case duplicateMovie(id: String, first: Int, at: FilePosition)
    case duplicateUser(id: String, first: Int, at: FilePosition)
    case tooManyRefused(Int, of: Int, tolerated: String, path: String, last: String)
    case tooFewMovies(count: Int, path: String)
    case needsTimestamps(purpose: String)
    case nothingHeldOut(split: String)
    /// Nobody has rated the candidate of any pair.
    case unratedCandidates(path: String)

    package var description: String {
        switch self {
        case .noRecords(let path):
            "\(path): holds no records"
        case .noRightRecords(let path):
            "\(path): holds no record that is right"
        case .missingColumn(let role, let remedy, let header, let position):
            "\(position): no column for the \(role) among \(Self.list(header)); \(remedy)"
        case .noSuchColumn(let name, let header, let position):
            "\(position): no column \"\(name)\" among \(Self.list(header))"
        case .repeatedColumn(let name, let position):
            "\(position): the column \"\(name)\" stands there twice"
        case .sharedColumn(let roles, let name, let position):
            "\(position): the column \"\(name)\" cannot be both \(roles.joined(separator: " and "))"
        case .fieldCount(let count, let expected, let position):
            "\(position): \(count) fields where \(expected) are expected"
        case .emptyID(let column, let position):
            "\(position): \(column) is empty"
        case .malformed(let column, let value, let expected, let position):
            "\(position): \(column) \"\(value)\" is not \(expected)"
        case .unknownMovie(let id, let catalogue, let position):
            "\(position): movie \"\(id)\" is not in the catalogue \(catalogue)"
        case .unknownID(let role, let id, let position):
            "\(position): \(role) \"\(id)\" is not among the movies of the ratings and the catalogue"
        case .duplicateMovie(let id, let first, let position):
            "\(position): movie \"\(id)\" stands on line \(first) already"
        case .duplicateUser(let id, let first, let position):
            "\(position): user \"\(id)\" stands on line \(first) already"
        case .tooManyRefused(let count, let all, let tolerated, let path, let last):
            "\(path): \(count) of \(all) records refused where \(tolerated) are tolerated; the last: \(last)"
        case .tooFewMovies(let count, let path):
            "\(path): \(count) movie in all; lists of other movies need at least two"
        case .needsTimestamps(let purpose):
            "\(purpose) needs timestamps, and the ratings have none"
        case .nothingHeldOut(let split):
            "the split \"\(split)\" leaves nothing to train on or nothing to test with"
        case .unratedCandidates(let path):
            "\(path): nobody has rated the candidate of any pair"
        }
    }

    private static func list(_ names: [String]) -> String {
        names.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}

extension RatingsError {
    /// A file of which no record can be used.
    static func nothing(of count: RecordCount) -> RatingsError {
        count.refusedCount > 0 ? .noRightRecords(path: count.path) : .noRecords(path: count.path)
    }

    /// What is wrong, without the value and the place: equal for faults of one kind.
    package var rule: String {
        switch self {
        case .fieldCount: "another number of fields"
        case .emptyID(let column, _): "an empty \(column)"
        case .malformed(let column, _, let expected, _): "a \(column) that is not \(expected)"
        case .unknownMovie: "a movie that is not in the catalogue"
        case .unknownID(let role, _, _): "a \(role) that is no known movie"
        case .duplicateMovie: "a movie that stands there already"
        case .duplicateUser: "a user that stands there already"
        default: description
        }
    }
}
