import Foundation

/// A folder that is complete or absent, wherever it stands.
package enum WholeFolder {
    /// Fills a folder beside the final place, forces it to disk and renames it.
    ///
    /// - Parameters:
    ///   - path: The folder to make; slashes at its end do not count.
    ///   - write: Fills the folder whose path it is given. If it throws, nothing is left.
    /// - Throws: `PublishingError.exists` if there is something at `path`, `PublishingError.locked` if
    ///   another process is making it, `PublishingError.refused` if the system refuses, or what `write`
    ///   throws.
    package static func write(to path: String, _ write: (String) throws -> Void) throws {
        let path = trimmed(path)
        try check(path)
        let staging = path + RunFolder.partialSuffix
        if RunFolder.isTaken(staging) {
            // What a killed process has left is worthless.
            try FolderLock.hold(staging) { try RunFolder.remove(staging) }
        }
        try RunFolder.makeFolder(staging, withParents: true)
        try FolderLock.hold(staging) {
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
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try RunFolder.synchronise(parent)
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
