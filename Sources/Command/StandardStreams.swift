import CSV
@preconcurrency import Foundation
import Publishing

/// stdin, stdout and stderr, whatever they lead to.
enum StandardStreams {
    /// Opens those that are closed, so that no other file gets their number and what is meant for them.
    ///
    /// To write to them fails as it did.
    static func openMissing() {
        var descriptor: Int32
        repeat {
            descriptor = open("/dev/null", O_RDONLY)
        } while (0...2).contains(descriptor)
        if descriptor > 2 { close(descriptor) }
    }

    /// Writes to stderr.
    ///
    /// What it does not take is lost: that nobody can be told must not end a night. A job at night also
    /// ignores SIGPIPE (`SupervisionOptions.watch`).
    static func tell(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Waits until stdout has taken all that was printed.
    ///
    /// - Throws: `PublishingError.refused` if it has not, such as on a full disk.
    static func finishOutput() throws {
        guard fflush(stdout) == 0 else {
            throw PublishingError.refused(path: "stdout", reason: systemReason())
        }
        guard ferror(stdout) == 0 else {
            throw PublishingError.refused(path: "stdout", reason: "not all of the output was taken")
        }
    }
}
