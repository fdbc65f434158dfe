import Foundation
import NightlyJob
import Publishing
import Yams

/// Why a job file cannot be used.
enum JobFileError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case malformed(path: String, line: Int, reason: String)
    case unknownKey(String, nearest: [String], path: String, line: Int)

    var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "\(path): cannot be read: \(reason)"
        case .malformed(let path, let line, let reason):
            "\(path):\(line): \(reason)"
        case .unknownKey(let key, let nearest, let path, let line):
            "\(path):\(line): unknown key \"\(key)\""
                + (nearest.isEmpty ? "" : "; nearest: " + nearest.joined(separator: ", "))
        }
    }
}

/// A file of settings in YAML: every key is a flag without its dashes.
///
/// `top: 50` stands for `--top 50`, and `no-evaluation: true` for `--no-evaluation`. A key may hold
/// keys of its own: `surge: off` under `gates` stands for `--gate surge=off`.
struct JobFile {
    /// The settings as flags.
    let arguments: [String]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: A YAML file; an empty one sets nothing.
    ///   - options: The keys that take a value.
    ///   - flags: The keys that are true or false.
    ///   - groups: The keys that hold keys of their own, and the flag that each of those is one use of.
    ///   - fault: What is wrong with the flags of one entry, in words; `nil` if nothing is.
    /// - Throws: `JobFileError`, with the line where there is one.
    init(
        path: String,
        options: [String],
        flags: [String],
        groups: [String: String],
        fault: (ArraySlice<String>) -> String?
    ) throws(JobFileError) {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw .unreadable(path: path, reason: systemReason(of: error))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw .unreadable(path: path, reason: "it is not valid UTF-8")
        }
        var arguments: [String] = []
        for entry in try Self.entries(of: text, path: path, groups: Array(groups.keys)) {
            if let group = entry.group, let flag = groups[group] {
                arguments.append("--\(flag)=\(entry.key)=\(entry.value)")
            } else if options.contains(entry.key) {
                arguments.append("--\(entry.key)=\(entry.value)")
            } else if flags.contains(entry.key) {
                guard let isSet = Bool(entry.value.lowercased()) else {
                    throw .malformed(
                        path: path,
                        line: entry.line,
                        reason: "\(entry.key) must be true or false"
                    )
                }
                if isSet { arguments.append("--\(entry.key)") }
                continue
            } else {
                let keys = options + flags + groups.keys.sorted()
                throw .unknownKey(
                    entry.key,
                    nearest: suggestions(for: entry.key, among: keys, most: 1),
                    path: path,
                    line: entry.line
                )
            }
            if let reason = fault(arguments.suffix(1)) {
                throw .malformed(path: path, line: entry.line, reason: reason)
            }
        }
        self.arguments = arguments
    }

    /// A key with a single value.
    private struct Entry {
        /// The key under which it stands, if it does not stand alone.
        let group: String?
        let key: String
        let value: String
        let line: Int
    }

    private static func entries(
        of text: String,
        path: String,
        groups: [String]
    ) throws(JobFileError) -> [Entry] {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch YamlError.parser(_, let problem, let mark, _),
            YamlError.scanner(_, let problem, let mark, _)
        {
            throw .malformed(path: path, line: mark.line, reason: problem)
        } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
            let key = keys.first ?? ""
            let first = context.mark.line
            let second = Self.line(ofKey: key, behind: first, in: text) ?? first
            throw .malformed(
                path: path,
                line: second,
                reason: "\(key) stands on line \(first) already"
            )
        } catch {
            throw .malformed(path: path, line: 1, reason: "it is not one document in YAML")
        }
        guard let root else { return [] }
        guard case .mapping(let mapping) = root else {
            throw .malformed(path: path, line: 1, reason: "keys and values are expected")
        }
        return try entries(of: mapping, in: nil, path: path, groups: groups)
    }

    /// The next line that begins with a key, as far in as the one on line `first`.
    private static func line(ofKey key: String, behind first: Int, in text: String) -> Int? {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.indices.contains(first - 1) else { return nil }
        let indentation = lines[first - 1].prefix { $0 == " " }
        return lines.indices.dropFirst(first).first { place in
            let name = lines[place].prefix { $0 != ":" }.filter { $0 != "\"" && $0 != "'" }
            return name.hasPrefix("\(indentation)\(key)")
                && name.dropFirst(indentation.count + key.count).allSatisfy { $0 == " " }
        }.map { $0 + 1 }
    }

    private static func entries(
        of mapping: Node.Mapping,
        in group: String?,
        path: String,
        groups: [String]
    ) throws(JobFileError) -> [Entry] {
        var entries: [Entry] = []
        for (key, value) in mapping {
            let line = key.mark?.line ?? 1
            guard let key = key.scalar?.string else {
                throw .malformed(path: path, line: line, reason: "a single key is expected")
            }
            if group == nil, groups.contains(key), case .mapping(let inner) = value {
                entries += try Self.entries(of: inner, in: key, path: path, groups: groups)
            } else if value.scalar?.string.isEmpty == true, !groups.contains(key) {
                throw .malformed(path: path, line: line, reason: "\(key) has no value")
            } else if let value = value.scalar?.string, group != nil || !groups.contains(key) {
                entries.append(Entry(group: group, key: key, value: value, line: line))
            } else {
                let expected = groups.contains(key) ? "keys and values are" : "a single value is"
                throw .malformed(path: path, line: line, reason: "\(expected) expected")
            }
        }
        return entries
    }
}
