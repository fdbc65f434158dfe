import Glibc

/// An open file to read from, closed when it goes out of use; several cores may read it at once.
final class InputFile: Sendable {
    private let path: String
    private let descriptor: Int32
    /// How many bytes it had when it was opened.
    let byteCount: Int

    private static let chunkSize = 1 << 16

    init(path: String) throws(CSVError) {
        self.path = path
        // A pipe that nobody writes to must not be waited for.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: systemReason()) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unreadable(path: path, reason: systemReason())
        }
        byteCount = Int(status.st_size)
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .unreadable(path: path, reason: "it is a folder, not a file")
        // A format is told from the first line, and a pipe can be read only once.
        default: throw .unreadable(path: path, reason: "it is a pipe or a device, not a file")
        }
    }

    deinit { close(descriptor) }

    /// Where the text begins: behind a UTF-8 byte order mark, if there is one.
    func textStart() throws(CSVError) -> Int {
        try bytes(0..<min(3, byteCount)) == [0xEF, 0xBB, 0xBF] ? 3 : 0
    }

    /// Some bytes.
    func bytes(_ range: Range<Int>) throws(CSVError) -> [UInt8] {
        let bytes = UnsafeMutableRawBufferPointer.allocate(byteCount: range.count, alignment: 1)
        defer { bytes.deallocate() }
        var filled = 0
        while filled < bytes.count {
            filled += try read(
                into: .init(rebasing: bytes[filled...]),
                at: range.lowerBound + filled
            )
        }
        return Array(bytes)
    }

    /// Hands out the bytes of a range from its beginning to its end, at most 64 KiB at once.
    func forEachChunk(
        in range: Range<Int>,
        _ body: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunkSize, alignment: 64)
        defer { chunk.deallocate() }
        var place = range.lowerBound
        while place < range.upperBound {
            let wanted = min(chunk.count, range.upperBound - place)
            let count = try read(into: .init(rebasing: chunk[..<wanted]), at: place)
            try body(UnsafeRawBufferPointer(rebasing: chunk[..<count]))
            place += count
        }
    }

    /// Reads at least one byte.
    private func read(
        into buffer: UnsafeMutableRawBufferPointer,
        at place: Int
    ) throws(CSVError) -> Int {
        var count: Int
        repeat {
            count = pread(descriptor, buffer.baseAddress, buffer.count, place)
        } while count < 0 && errno == EINTR
        guard count >= 0 else { throw .unreadable(path: path, reason: systemReason()) }
        guard count > 0 else {
            throw .unreadable(path: path, reason: "it became shorter while it was read")
        }
        return count
    }
}

/// The system's words for the error that has just happened.
package func systemReason() -> String { String(cString: strerror(errno)) }
