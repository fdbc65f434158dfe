import CSV
import Foundation

/// One holder at a time for each folder.
///
/// The lock is the kernel's, on the folder itself (`flock`): it needs no file of its own and dies with
/// its process, however that ends.
enum FolderLock {
    /// Runs `body` while nobody else holds the folder, which is there.
    ///
    /// - Returns: What `body` returns.
    /// - Throws: `PublishingError.locked` at once if another holds it, or has put another folder in its
    ///   place; `PublishingError.refused` if the system refuses; or what `body` throws.
    static func hold<Result>(_ folder: String, _ body: () throws -> Result) throws -> Result {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            // It was there, or nobody would ask for it: another has renamed or removed it.
            if errno == ENOENT { throw PublishingError.locked(path: folder, holder: unknownHolder) }
            throw PublishingError.refused(path: folder, reason: systemReason())
        }
        defer { close(descriptor) }
        try lock(descriptor, of: folder)
        return try body()
    }

    private static func lock(_ descriptor: Int32, of folder: String) throws(PublishingError) {
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else {
                throw .refused(path: folder, reason: systemReason())
            }
            throw .locked(path: folder, holder: holder(of: descriptor))
        }
        var (held, named) = (stat(), stat())
        guard fstat(descriptor, &held) == 0, stat(folder, &named) == 0,
            held.st_dev == named.st_dev, held.st_ino == named.st_ino
        else { throw .locked(path: folder, holder: unknownHolder) }
    }

    private static let unknownHolder = "another process"

    /// Who holds the folder and since when, as far as the kernel's list of locks tells.
    private static func holder(of descriptor: Int32) -> String {
        var folder = stat()
        guard fstat(descriptor, &folder) == 0,
            let locks = try? String(contentsOfFile: "/proc/locks", encoding: .utf8)
        else { return unknownHolder }
        guard let holder = holder(of: folder, in: locks) else { return unknownHolder }
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
