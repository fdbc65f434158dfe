import Cores
import Foundation

/// What this machine has left for a run.
enum Machine {
    /// Memory that the process can still get, with what it has already; `nil` if nobody tells.
    ///
    /// The least of what the kernel calls available and what the process's control groups allow.
    static var memoryBytes: Int? {
        let free = ([available] + ControlGroup.own.map(\.freeBytes)).compactMap { $0 }.min()
        return free.map { $0 + residentBytes }
    }

    /// Bytes that may be written to a folder's file system; `nil` if the system does not tell.
    static func freeBytes(at folder: String) -> Int? {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { return nil }
        let bytes = status.f_bavail.multipliedReportingOverflow(by: status.f_frsize)
        return bytes.overflow ? .max : Int(clamping: bytes.partialValue)
    }

    /// The most memory that this process has held at once.
    static var peakMemoryBytes: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Int(usage.ru_maxrss) * 1024
    }

    private static var available: Int? {
        guard let text = try? String(contentsOfFile: "/proc/meminfo", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("MemAvailable:") })
        else { return nil }
        return line.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
    }

    private static var residentBytes: Int {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
            return 0
        }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
