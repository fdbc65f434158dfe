/// A line of a file, printed the way editors and terminals make clickable: `ratings.csv:1042`.
package struct FilePosition: Equatable, Sendable, CustomStringConvertible {
    /// The path as the user gave it.
    package let path: String
    /// Counted from 1.
    package let line: Int

    package init(path: String, line: Int) {
        self.path = path
        self.line = line
    }

    package var description: String { "\(path):\(line)" }
}
