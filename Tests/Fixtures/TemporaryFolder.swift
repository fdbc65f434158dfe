import Foundation

/// A fresh folder for the files of one test.
package struct TemporaryFolder {
    package let path: String

    /// Makes a folder, lends it to `body`, and removes it with everything in it.
    package static func with<Result>(
        _ body: (TemporaryFolder) throws -> Result
    ) throws -> Result {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "twotower-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        defer {
            // A folder that cannot be removed is no finding about the code under test.
            try? FileManager.default.removeItem(at: url)
        }
        return try body(TemporaryFolder(path: url.path))
    }

    /// The path of a file of this folder, written or not.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file and returns its path.
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        try Data(bytes).write(to: URL(filePath: file(name)))
        return file(name)
    }

    /// Writes a text as UTF-8 and returns the file's path.
    package func write(_ text: String, to name: String) throws -> String {
        try write(text.utf8, to: name)
    }

    /// All bytes of a file.
    package func bytes(of name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: file(name))))
    }

    /// The text of the error that `body` throws, without this folder's path; `nil` if it throws none.
    package func complaint(of body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return "\(error)".replacing(path + "/", with: "")
        }
    }
}
