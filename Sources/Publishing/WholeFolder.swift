import Foundation

/// A folder that is complete or absent, wherever it stands.
package enum WholeFolder {
    /// Fills a folder beside the final place, forces it to disk and renames it.
    ///
    /// - Parameters:
    ///   - path: The folder to make; slashes at its end do not count.
    ///   - write: Fills the folder whose path it is given. If it throws, nothing is left.
    /// - Throws: `PublishingError.exists` if there is something at `path`, `PublishingError.locked` if
    ///   another process is making it, `PublishingError.refused` if the system refuses,
    ///   `PublishingError.unconfirmed`, or what `write` throws.
    package static func write(to path: String, _ write: (String) throws -> Void) throws {
        let path = trimmed(path)
        try check(path)
        let staging = path + RunFolder.partialSuffix
        var isOurs = false
        do {
            try makeRoom(at: staging)
            try FolderLock.hold(staging) {
                isOurs = true
                try fill(staging, write, to: path)
            }
        } catch PublishingError.locked(_, let holder) where !isOurs {
            // Who was faster may have finished.
            try check(path)
            throw PublishingError.locked(path: path, holder: holder)
        }
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try RunFolder.confirm(path, in: parent)
    }

    /// Makes a folder; what a killed process has left in its place is worthless.
    private static func makeRoom(at staging: String) throws {
        if isFolder(staging) {
            try FolderLock.hold(staging) { try RunFolder.remove(staging) }
        } else if RunFolder.isTaken(staging) {
            try RunFolder.remove(staging)
        }
        try RunFolder.makeFolder(staging, withParents: true)
    }

    /// Fills a folder and gives it its place, or removes it while it is still held.
    private static func fill(
        _ staging: String,
        _ write: (String) throws -> Void,
        to path: String
    ) throws {
        do {
            try write(staging)
            try RunFolder.synchroniseFolders(under: staging)
            try check(path)
            try RunFolder.move(staging, to: path)
        } catch {
            // Nothing more can be done about one that cannot be removed; the first error counts.
            try? FileManager.default.removeItem(atPath: staging)
            throw error
        }
    }

    /// Refuses a place that is taken, before any work is done for it.
    ///
    /// - Throws: `PublishingError.exists`.
    package static func check(_ path: String) throws(PublishingError) {
        guard !RunFolder.isTaken(trimmed(path)) else { throw .exists(path: path) }
    }

    private static func trimmed(_ path: String) -> String {
        var rest = path[...]
        while rest.count > 1, rest.last == "/" { rest.removeLast() }
        return String(rest)
    }
}
