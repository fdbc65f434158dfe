/// How a file separates its fields.
package struct Dialect: Equatable, Sendable {
    /// The byte between two fields.
    let delimiter: UInt8
    /// Whether `"` encloses fields, as in RFC 4180; otherwise it is an ordinary byte.
    let isQuoted: Bool
    /// Whether the file writes the delimiter as two colons.
    let hasDoubleColons: Bool

    private init(delimiter: UInt8, isQuoted: Bool, hasDoubleColons: Bool = false) {
        self.delimiter = delimiter
        self.isQuoted = isQuoted
        self.hasDoubleColons = hasDoubleColons
    }

    /// RFC 4180 with another delimiter, such as `;` or a tab.
    package static func quoted(delimiter: Character) -> Dialect {
        Dialect(delimiter: byte(of: delimiter), isQuoted: true)
    }

    /// Fields as they are, without quoting.
    package static func plain(delimiter: Character) -> Dialect {
        Dialect(delimiter: byte(of: delimiter), isQuoted: false)
    }

    /// Fields as they are, with `::` between them, as in MovieLens 1M.
    package static let doubleColons = Dialect(
        delimiter: 0x1F,
        isQuoted: false,
        hasDoubleColons: true
    )

    private static func byte(of delimiter: Character) -> UInt8 {
        guard let byte = delimiter.asciiValue else {
            preconditionFailure("\(delimiter) is not one byte")
        }
        return byte
    }
}
