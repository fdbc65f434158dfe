import Foundation

/// Small files that are on disk when the call returns.
package enum DurableFile {
    /// Puts a file in the place of another, or of none, in one rename.
    ///
    /// A reader sees the old contents or the new; the file on the way is hidden and ends in
    /// `.partial`.
    package static func replace(_ path: String, with contents: Data) throws(PublishingError) {
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent().path
        let staging = "\(folder)/.\(url.lastPathComponent).partial"
        // What an interrupted call has left is worthless.
        unlink(staging)
        try write(contents, to: staging)
        try RunFolder.move(staging, to: path)
        try RunFolder.synchronise(folder)
    }

    /// Writes a new file; one that exists is an error.
    package static func write(_ contents: Data, to path: String) throws(PublishingError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .refused(path: path, reason: systemReason()) }
        defer { close(descriptor) }
        let isWritten = contents.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let count = Foundation.write(
                    descriptor,
                    bytes.baseAddress.map { $0 + written },
                    bytes.count - written
                )
                guard count > 0 else { return false }
                written += count
            }
            return fsync(descriptor) == 0
        }
        guard isWritten else { throw .refused(path: path, reason: systemReason()) }
    }

    /// Writes a value as JSON: sorted keys, two blanks, a last line feed.
    package static func write(json value: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try write(try encoder.encode(value) + Data("\n".utf8), to: path)
    }
}
