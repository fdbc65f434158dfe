import CSV
import Foundation

/// Small files that are on disk when the call returns.
package enum DurableFile {
    /// Puts a file in the place of another, or of none, in one rename.
    ///
    /// A reader sees the old contents or the new; the file on the way is hidden and ends in
    /// `.partial`.
    ///
    /// - Throws: `CSVError.unwritable` or `PublishingError.refused`.
    package static func replace(_ path: String, with contents: Data) throws {
        let staging = staging(of: path)
        // What an interrupted call has left is worthless.
        unlink(staging)
        do {
            try write(contents, to: staging)
        } catch {
            unlink(staging)
            throw error
        }
        try place(staging, at: path)
    }

    /// Where a file is written before it takes the place of another: beside it, hidden.
    package static func staging(of path: String) -> String {
        let url = URL(fileURLWithPath: path)
        return "\(url.deletingLastPathComponent().path)/.\(url.lastPathComponent).partial"
    }

    /// Gives a file that is on disk its place, in one rename; if that fails, the file is removed.
    ///
    /// - Throws: `PublishingError.refused`.
    package static func place(_ staging: String, at path: String) throws(PublishingError) {
        do throws(PublishingError) {
            try RunFolder.move(staging, to: path)
        } catch {
            unlink(staging)
            throw error
        }
        try RunFolder.synchronise(URL(fileURLWithPath: path).deletingLastPathComponent().path)
    }

    /// Refuses a place where `place` could not put a file, before any work is done for it: where
    /// something other than a plain file stands, such as a folder, a link or a device, or in a folder
    /// that cannot be written to.
    ///
    /// - Throws: `PublishingError.refused`.
    package static func checkPlace(_ path: String) throws(PublishingError) {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard access(folder, W_OK | X_OK) == 0 else {
            throw .refused(path: path, reason: systemReason())
        }
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
        throw .refused(path: path, reason: "it is no plain file")
    }

    /// Writes a new file; one that exists is an error.
    ///
    /// - Throws: `CSVError.unwritable`.
    package static func write(_ contents: Data, to path: String) throws {
        try write(to: path) { write in try contents.withUnsafeBytes(write) }
    }

    /// Writes a new file piece by piece; one that exists is an error.
    ///
    /// - Parameters:
    ///   - path: Where.
    ///   - fill: Is given what appends to the file.
    /// - Throws: `CSVError.unwritable`, or what `fill` throws.
    package static func write(
        to path: String,
        _ fill: ((UnsafeRawBufferPointer) throws -> Void) throws -> Void
    ) throws {
        let file = try OutputFile(creating: path)
        try fill { try file.write($0) }
        try file.synchronise()
    }

    /// How many bytes a file has, or all files in a folder together; 0 for what is not there.
    ///
    /// - Throws: `PublishingError.unreadable` for a folder that cannot be looked into.
    package static func byteCount(under path: String) throws(PublishingError) -> Int {
        var status = stat()
        guard stat(path, &status) == 0 else { return 0 }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return Int(status.st_size)
        case S_IFDIR:
            var sum = 0
            for name in try RunFolder.names(in: path) {
                sum += try byteCount(under: "\(path)/\(name)")
            }
            return sum
        default: return 0
        }
    }

    /// Writes a value as JSON: sorted keys, two blanks, a last line feed.
    package static func write(json value: some Encodable, to path: String) throws {
        try write(try JSONEncoder.readable.encode(value) + Data("\n".utf8), to: path)
    }
}

extension JSONEncoder {
    /// For people too: sorted keys, two blanks.
    package static var readable: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
