import Foundation

/// Runs that were not published and are kept to be looked at: `output/rejected/`.
///
/// Nothing that looks for published runs looks there, and `current` never points there.
package enum RejectedRuns {
    package static let folderName = "rejected"
    /// Older ones are removed.
    static let kept = 3

    /// Keeps a run, whole, and removes all but the newest of those kept before.
    ///
    /// - Parameters:
    ///   - output: Where runs are published.
    ///   - id: The run's name; if there is one already, `-2`, `-3`, … is put behind it.
    ///   - write: Fills the folder whose path it is given. If it throws, the folder is removed.
    /// - Returns: The path of the kept folder.
    /// - Throws: `PublishingError`, or what `write` throws.
    package static func keep(
        in output: String,
        id: String,
        write: (String) throws -> Void
    ) throws -> String {
        let parent = output + "/" + folderName
        try makeFolder(parent)
        let name = try RunFolder.freeName(id, in: output)
        try RunFolder.make(name, in: output, write: write) { staging in
            try RunFolder.move(staging, to: parent + "/" + name)
            try RunFolder.synchronise(parent)
        }
        try removeOld(in: parent, butNot: name)
        return parent + "/" + name
    }

    /// The kept runs, oldest first; none if a link stands in place of their folder.
    static func names(in output: String) throws(PublishingError) -> [String] {
        let parent = output + "/" + folderName
        return try isFolder(parent) ? RunHistory(of: parent).runs : []
    }

    /// Makes the folder, unless it is there; a link in its place would lead out of `output`.
    private static func makeFolder(_ path: String) throws(PublishingError) {
        var status = stat()
        guard lstat(path, &status) == 0 else {
            return try RunFolder.makeFolder(path, withParents: true)
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw .refused(path: path, reason: "it is not a folder")
        }
    }

    private static func removeOld(in parent: String, butNot newest: String) throws {
        let others = try RunHistory(of: parent).runs.filter { $0 != newest }
        for name in others.dropLast(kept - 1) {
            try RunFolder.remove(parent + "/" + name)
        }
    }
}
