import Foundation

/// A fresh folder that is removed when the test lets go of it.
package final class HeldFolder {
    package let path: String

    package init() throws {
        path = NSTemporaryDirectory() + "twotower-test-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: path,
            withIntermediateDirectories: true
        )
    }

    // What cannot be removed is the system's to clean.
    deinit { try? FileManager.default.removeItem(atPath: path) }

    package func text(_ name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }

    package func write(_ text: String, to name: String) throws {
        try text.write(toFile: "\(path)/\(name)", atomically: false, encoding: .utf8)
    }

    /// Changes a file's text.
    package func edit(_ name: String, _ change: (String) -> String) throws {
        try write(change(try text(name)), to: name)
    }

    /// Removes a file or a folder.
    package func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: "\(path)/\(name)")
    }

    /// Everything in a folder, hidden or not, sorted.
    package func names(in name: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)").sorted()
    }
}
