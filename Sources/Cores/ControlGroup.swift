import FoundationEssentials

/// A folder of the kernel's that limits the memory and the cores of the processes in it.
package struct ControlGroup {
    let path: String

    package init(path: String) { self.path = path }

    /// The groups that this process is in, of version 2: its own and all above it.
    package static var own: [ControlGroup] {
        guard let text = try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8),
            let line = text.split(separator: "\n").first(where: { $0.hasPrefix("0::/") })
        else { return [] }
        let names = line.dropFirst(4).split(separator: "/")
        return (0...names.count).map { depth in
            ControlGroup(path: (["/sys/fs/cgroup"] + names.prefix(depth)).joined(separator: "/"))
        }
    }

    /// What the limit leaves, pages counted as free that the kernel can drop; `nil` without a limit.
    package var freeBytes: Int? {
        guard let limit = number("memory.max"), let used = number("memory.current") else {
            return nil
        }
        return max(0, limit - used + droppableBytes)
    }

    /// How many cores the processes may keep busy at once, counted up; `nil` without a limit.
    package var coreCount: Int? {
        // A quota and the period that it is for, in microseconds, or `max` for no quota.
        guard let text = try? String(contentsOfFile: "\(path)/cpu.max", encoding: .utf8) else {
            return nil
        }
        let numbers = text.split(whereSeparator: \.isWhitespace).map { Int($0) }
        guard numbers.count == 2, let quota = numbers[0], let period = numbers[1], quota > 0,
            period > 0
        else { return nil }
        return quota / period + (quota % period > 0 ? 1 : 0)
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
        return Int(text.split(whereSeparator: \.isWhitespace).first ?? "")
    }
}
