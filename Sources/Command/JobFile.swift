import Foundation
import Ratings
import Yams

/// Why a job file cannot be used.
enum JobFileError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String)
    case malformed(path: String, line: Int, reason: String)
    case unknownKey(String, nearest: [String], path: String, line: Int)

    var description: String {
        switch self {
        case .unreadable(let path):
            "\(path): cannot be read"
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
/// `top: 50` stands for `--top 50`, and `no-evaluation: true` for `--no-evaluation`.
struct JobFile {
    /// The settings as flags.
    let arguments: [String]

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: A YAML file; an empty one sets nothing.
    ///   - options: The keys that take a value.
    ///   - flags: The keys that are true or false.
    ///   - fault: What is wrong with the flags of one entry, in words; `nil` if nothing is.
    /// - Throws: `JobFileError`, with the line where there is one.
    init(
        path: String,
        options: [String],
        flags: [String],
        fault: ([String]) -> String?
    ) throws(JobFileError) {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .unreadable(path: path)
        }
        var arguments: [String] = []
        for (key, value, line) in try Self.entries(of: text, path: path) {
            if options.contains(key) {
                if let reason = fault(["--\(key)", value]) {
                    throw .malformed(path: path, line: line, reason: reason)
                }
                arguments += ["--\(key)", value]
            } else if flags.contains(key) {
                guard let isSet = Bool(value) else {
                    throw .malformed(
                        path: path,
                        line: line,
                        reason: "\(key) must be true or false"
                    )
                }
                if isSet { arguments.append("--\(key)") }
            } else {
                throw .unknownKey(
                    key,
                    nearest: suggestions(for: key, among: options + flags, most: 1),
                    path: path,
                    line: line
                )
            }
        }
        self.arguments = arguments
    }

    private static func entries(
        of text: String,
        path: String
    ) throws(JobFileError) -> [(key: String, value: String, line: Int)] {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch YamlError.parser(_, let problem, let mark, _),
            YamlError.scanner(_, let problem, let mark, _)
        {
            throw .malformed(path: path, line: mark.line, reason: problem)
        } catch {
            throw .malformed(path: path, line: 1, reason: "it is not YAML")
        }
        guard let root else { return [] }
        guard case .mapping(let mapping) = root else {
            throw .malformed(path: path, line: 1, reason: "keys and values are expected")
        }
        var entries: [(key: String, value: String, line: Int)] = []
        for (key, value) in mapping {
            let line = key.mark?.line ?? 1
            guard let key = key.scalar?.string, let value = value.scalar?.string else {
                throw .malformed(path: path, line: line, reason: "a single value is expected")
            }
            entries.append((key, value, line))
        }
        return entries
    }
}
