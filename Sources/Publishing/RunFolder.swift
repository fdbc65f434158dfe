import CSV
import Foundation

/// A folder of results that is complete or absent.
///
/// Everything is written to a hidden folder beside the final place, forced to disk, renamed, and
/// then `current` is flipped in one rename. A reader of `current` sees one whole night or the other.
package enum RunFolder {
    /// The link to the newest run.
    package static let currentName = "current"
    static let partialSuffix = ".partial"

    /// Publishes a new folder under `output`.
    ///
    /// - Parameters:
    ///   - output: Made if it does not exist.
    ///   - id: The folder's name; if there is one already, `-2`, `-3`, … is put behind it.
    ///   - write: Fills the folder whose path it is given. If it throws, the folder is removed.
    /// - Returns: The path of the published folder.
    /// - Throws: `PublishingError`, or what `write` throws.
    package static func publish(
        in output: String,
        id: String,
        write: (String) throws -> Void
    ) throws -> String {
        try makeFolder(output, withParents: true)
        try refuseToReplaceOthers(in: output)
        let name = try freeName(id, in: output)
        let path = output + "/" + name
        try make(name, in: output, write: write) { staging in
            try move(staging, to: path)
            do {
                try synchronise(output)
                try point(output + "/" + currentName, to: name, in: output)
            } catch {
                // What current never showed must not pile up; if it cannot be removed, so be it.
                try? remove(path)
                throw error
            }
            try confirm("\(output)/\(currentName)", in: output)
        }
        return path
    }

    /// Fills a hidden folder of `output`, forces it to disk and gives it its place.
    ///
    /// - Parameters:
    ///   - name: The run's.
    ///   - output: Where the hidden folder is made.
    ///   - write: Fills the folder whose path it is given.
    ///   - place: Moves the complete folder; no signal comes between its steps.
    /// - Throws: The first error; then the hidden folder is removed.
    static func make(
        _ name: String,
        in output: String,
        write: (String) throws -> Void,
        place: (String) throws -> Void
    ) throws {
        let staging = "\(output)/.\(name)\(partialSuffix)"
        Interruption.willWrite(staging)
        try makeFolder(staging, withParents: false)
        do {
            try write(staging)
            try synchroniseFolders(under: staging)
            try Interruption.settle { try place(staging) }
        } catch {
            Interruption.giveUp(staging)
            throw error
        }
    }

    /// The name of a run that starts now and of no other run of `output`.
    ///
    /// - Throws: `PublishingError.refused` if a thousand runs have that name already.
    package static func freeID(at date: Date, in output: String) throws(PublishingError) -> String {
        try freeName(id(at: date), in: output)
    }

    /// The name of a run that starts now, such as `2026-11-24T020000Z`; UTC.
    package static func id(at date: Date) -> String {
        date.formatted(
            .iso8601.year().month().day().dateSeparator(.dash)
                .time(includingFractionalSeconds: false).timeSeparator(.omitted)
        ) + "Z"
    }

    /// Makes a folder that must not exist yet, unless its parents may be made as well.
    package static func makeFolder(_ path: String, withParents: Bool) throws(PublishingError) {
        var made = mkdir(path, 0o755)
        if made != 0, errno == ENOENT, withParents, let slash = path.lastIndex(of: "/") {
            try makeFolder(String(path[..<slash]), withParents: true)
            made = mkdir(path, 0o755)
        }
        guard made != 0 else { return }
        let reason = systemReason()
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        guard withParents, exists, isFolder.boolValue else {
            throw .refused(path: path, reason: reason)
        }
    }

    /// Removes what runs that were killed have left: unfinished folders and links never flipped.
    static func removeLeftovers(in output: String) throws(PublishingError) {
        for name in try names(in: output)
        where name.hasPrefix(".") && name.hasSuffix(partialSuffix)
            || name.hasPrefix(".\(currentName).")
        {
            try remove("\(output)/\(name)")
        }
    }

    /// A name like `id` that no run has: none that was published, rejected or not finished.
    ///
    /// - Throws: `PublishingError.refused` if a thousand such names are taken.
    static func freeName(
        _ id: String,
        in output: String
    ) throws(PublishingError) -> String {
        let names = [id] + (2...1000).map { "\(id)-\($0)" }
        let free = names.first { name in
            ![name, "\(RejectedRuns.folderName)/\(name)", ".\(name)\(partialSuffix)"]
                .contains { isTaken("\(output)/\($0)") }
        }
        guard let free else {
            throw .refused(path: "\(output)/\(id)", reason: "a thousand runs have this name")
        }
        return free
    }

    /// Whether there is anything under a name, be it a link that points nowhere.
    static func isTaken(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// Whether there is a link, wherever it leads.
    package static func isLink(_ path: String) -> Bool {
        var target: CChar = 0
        return readlink(path, &target, 1) >= 0
    }

    /// Refuses an output folder whose `current` is not a link.
    static func refuseToReplaceOthers(in output: String) throws(PublishingError) {
        let current = "\(output)/\(currentName)"
        guard !isTaken(current) || isLink(current) else { throw .notALink(path: current) }
    }

    /// Flips a link to another run of the same folder, in one rename.
    static func point(
        _ current: String,
        to name: String,
        in output: String
    ) throws(PublishingError) {
        let newLink = "\(output)/.\(currentName).\(name)"
        guard symlink(name, newLink) == 0 else {
            throw PublishingError.refused(path: newLink, reason: systemReason())
        }
        do {
            try move(newLink, to: current)
        } catch {
            unlink(newLink)
            throw error
        }
    }

    /// Waits until the disk holds what a rename has put into a folder.
    ///
    /// - Throws: `PublishingError.unconfirmed`; readers see it all the same.
    static func confirm(_ path: String, in folder: String) throws(PublishingError) {
        do {
            try synchronise(folder)
        } catch {
            throw .unconfirmed(path: path, cause: "\(error)")
        }
    }

    static func move(_ path: String, to newPath: String) throws(PublishingError) {
        guard rename(path, newPath) == 0 else {
            throw .refused(path: newPath, reason: systemReason())
        }
    }

    /// Forces the entries of a folder and of all folders in it to disk; files have seen to themselves.
    static func synchroniseFolders(under path: String) throws(PublishingError) {
        for name in try names(in: path) {
            var isFolder: ObjCBool = false
            let inner = "\(path)/\(name)"
            if FileManager.default.fileExists(atPath: inner, isDirectory: &isFolder),
                isFolder.boolValue
            {
                try synchroniseFolders(under: inner)
            }
        }
        try synchronise(path)
    }

    static func synchronise(_ folder: String) throws(PublishingError) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .refused(path: folder, reason: systemReason()) }
        defer { close(descriptor) }
        while fsync(descriptor) != 0 {
            guard errno == EINTR else { throw .refused(path: folder, reason: systemReason()) }
        }
    }

    /// Everything in a folder, hidden or not, in no order.
    static func names(in folder: String) throws(PublishingError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder)
        } catch {
            throw .unreadable(path: folder, reason: systemReason(of: error))
        }
    }

    /// Where a link leads; `nil` if it is no link.
    static func destination(of link: String) throws(PublishingError) -> String? {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(link, &target, target.count)
        if count < 0, errno == EINVAL { return nil }
        guard count >= 0 else { throw .unreadable(path: link, reason: systemReason()) }
        return String(decoding: target[..<count], as: UTF8.self)
    }

    /// Removes a file, a link or a folder with everything in it.
    static func remove(_ path: String) throws(PublishingError) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw .refused(path: path, reason: systemReason(of: error))
        }
    }
}

/// The system's words for an error that Foundation has wrapped.
package func systemReason(of error: any Error) -> String {
    guard let cause = (error as? CocoaError)?.underlying as? POSIXError else { return "\(error)" }
    return String(cString: strerror(cause.code.rawValue))
}
