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

/// A folder of the kernel's that limits the memory of the processes in it.
struct ControlGroup {
    let path: String

    /// The groups that this process is in, of version 2: its own and all above it.
    static var own: [ControlGroup] {
        guard let text = try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("0::/") })
        else { return [] }
        let names = line.dropFirst(4).split(separator: "/")
        return (0...names.count).map { depth in
            ControlGroup(path: (["/sys/fs/cgroup"] + names.prefix(depth)).joined(separator: "/"))
        }
    }

    /// What the limit leaves, pages counted as free that the kernel can drop; `nil` without a limit.
    var freeBytes: Int? {
        guard let limit = number("memory.max"), let used = number("memory.current") else {
            return nil
        }
        return max(0, limit - used + droppableBytes)
    }

    private var droppableBytes: Int {
        guard let text = try? String(contentsOfFile: "\(path)/memory.stat", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("inactive_file ") })
        else { return 0 }
        return line.split(separator: " ").last.flatMap { Int($0) } ?? 0
    }

    /// A file's only number; `nil` for `max` and where there is no such file.
    private func number(_ file: String) -> Int? {
        guard let text = try? String(contentsOfFile: "\(path)/\(file)", encoding: .utf8) else {
            return nil
        }
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}
