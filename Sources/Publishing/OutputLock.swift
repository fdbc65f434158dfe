import Foundation

/// One run at a time for each output folder.
///
/// The lock is the kernel's, on the folder itself (`flock`): it needs no file of its own and dies with
/// its process, however that ends.
package enum OutputLock {
    /// Runs `body` while no other process holds the folder; removes what killed runs have left there.
    ///
    /// - Parameters:
    ///   - output: The folder, made if it does not exist.
    ///   - body: Runs once, if the lock is free.
    /// - Returns: What `body` returns.
    /// - Throws: `PublishingError.locked` at once if another process holds the folder, or another
    ///   `PublishingError` if nothing can be published there; then what `body` throws.
    package static func hold<Result>(
        _ output: String,
        _ body: () throws -> Result
    ) throws -> Result {
        try RunFolder.makeFolder(output, withParents: true)
        let descriptor = open(output, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw PublishingError.refused(path: output, reason: systemReason())
        }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else {
                throw PublishingError.refused(path: output, reason: systemReason())
            }
            throw PublishingError.locked(path: output, holder: holder(of: descriptor))
        }
        try RunFolder.refuseToReplaceOthers(in: output)
        guard access(output, W_OK) == 0 else {
            throw PublishingError.refused(path: output, reason: systemReason())
        }
        try RunFolder.removeLeftovers(in: output)
        return try body()
    }

    /// Who holds the folder and since when, as far as the kernel's list of locks tells.
    private static func holder(of descriptor: Int32) -> String {
        var folder = stat()
        guard fstat(descriptor, &folder) == 0,
            let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8)
        else { return "another process" }
        guard let holder = holder(of: folder, in: locks) else { return "another process" }
        var process = stat()
        guard stat("/proc/\(holder)", &process) == 0 else { return "process \(holder)" }
        let start = Date(timeIntervalSince1970: Double(process.st_ctim.tv_sec))
        return "process \(holder) since \(start.formatted(.iso8601))"
    }

    /// The process that holds a file, as a list such as that of `/proc/locks` tells; `nil` if it does
    /// not.
    static func holder(of file: stat, in locks: String) -> String? {
        // 1: FLOCK  ADVISORY  WRITE 4711 08:01:1234567 0 EOF
        // As glibc takes a device's number apart.
        let device = UInt64(file.st_dev)
        let major = (device >> 8) & 0xfff | (device >> 32) & ~0xfff
        let minor = device & 0xff | (device >> 12) & ~0xff
        let place = hexadecimal(major) + ":" + hexadecimal(minor) + ":\(file.st_ino)"
        for line in locks.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count > 5, words[1] == "FLOCK", words[5] == place { return String(words[4]) }
        }
        return nil
    }

    /// At least two digits.
    private static func hexadecimal(_ number: UInt64) -> String {
        (number < 16 ? "0" : "") + String(number, radix: 16)
    }
}
