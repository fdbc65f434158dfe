import Glibc

/// A new file to write to, closed when it goes out of use.
package struct OutputFile: ~Copyable {
    package let path: String
    private let descriptor: Int32

    /// Creates the file; one that exists is an error.
    package init(creating path: String) throws(CSVError) {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .unwritable(path: path, reason: systemReason()) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Writes all of the bytes, however many calls that takes; a signal interrupts nothing.
    package func write(_ bytes: UnsafeRawBufferPointer) throws(CSVError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = Glibc.write(
                descriptor,
                UnsafeRawBufferPointer(rebasing: rest).baseAddress,
                rest.count
            )
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw .unwritable(path: path, reason: systemReason()) }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits until the disk holds what was written.
    package func synchronise() throws(CSVError) {
        while fsync(descriptor) != 0 {
            guard errno == EINTR else { throw .unwritable(path: path, reason: systemReason()) }
        }
    }
}
