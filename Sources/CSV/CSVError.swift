/// What is wrong with a file, told to the person who can repair it.
package enum CSVError: Error, Equatable, CustomStringConvertible {
    /// The file cannot be opened or read; the reason is the system's.
    case unreadable(path: String, reason: String)
    /// The file cannot be written; the reason is the system's.
    case unwritable(path: String, reason: String)
    /// The bytes are not records.
    case malformed(reason: String, at: FilePosition)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .unwritable(let path, let reason): "\(path): cannot be written: \(reason)"
        case .malformed(let reason, let position): "\(position): \(reason)"
        }
    }
}
