/// Why nothing was published; whatever was published before is untouched, but for `unconfirmed`.
package enum PublishingError: Error, Equatable, CustomStringConvertible {
    /// The system refused to make, write or rename something; the reason is the system's.
    case refused(path: String, reason: String)
    /// What was written cannot be read again; the reason is the system's.
    case unreadable(path: String, reason: String)
    /// A folder that is to be made is there already.
    case exists(path: String)
    /// Another process holds the folder.
    case locked(path: String, holder: String)
    /// `current` exists and is not a link, so it is not ours to replace.
    case notALink(path: String)
    /// A folder or `current` is in place, but the system does not say that the disk holds it.
    case unconfirmed(path: String, cause: String)

    package var description: String {
        switch self {
        case .refused(let path, let reason): "\(path): cannot be written: \(reason)"
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        case .exists(let path):
            "\(path): is there already; name another folder or move it away"
        case .locked(let path, let holder):
            "\(path): another process is at work there: \(holder)"
        case .notALink(let path):
            "\(path): is not a link made by this job; move it away, then run again"
        case .unconfirmed(let path, let cause):
            "\(path): is in place, but may not be after a failure of power: \(cause)"
        }
    }
}
