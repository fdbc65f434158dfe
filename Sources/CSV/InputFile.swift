import Glibc

/// An open file to read from, closed when it goes out of use.
struct InputFile: ~Copyable {
    private let path: String
    private let descriptor: Int32
    private var chunk = [UInt8](repeating: 0, count: 1 << 16)

    init(path: String) throws(CSVError) {
        self.path = path
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, reason: systemReason()) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .unreadable(path: path, reason: systemReason())
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .unreadable(path: path, reason: "it is a folder, not a file")
        // A format is told from the first line, and a pipe can be read only once.
        default: throw .unreadable(path: path, reason: "it is a pipe or a device, not a file")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// The next bytes, at least one, or `nil` at the end of the file.
    mutating func nextChunk() throws(CSVError) -> [UInt8]? {
        let count = chunk.withUnsafeMutableBytes { buffer in
            read(descriptor, buffer.baseAddress, buffer.count)
        }
        guard count >= 0 else { throw .unreadable(path: path, reason: systemReason()) }
        return count == 0 ? nil : count == chunk.count ? chunk : Array(chunk[..<count])
    }
}

/// The system's words for the error that has just happened.
func systemReason() -> String { String(cString: strerror(errno)) }
