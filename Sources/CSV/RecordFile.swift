import Glibc

/// A file read as records, one after the other, never whole.
///
/// The parser is libcsv in strict mode. Lines end in LF or CRLF; blank lines do not count as
/// records; a UTF-8 byte order mark is skipped; blanks around an unquoted field are dropped.
package struct RecordFile: Sendable {
    package let path: String
    package let dialect: Dialect

    /// Longer fields are refused, so that one stray quote cannot swallow a file into memory.
    package static let longestField = 1 << 20
    /// More fields in one record are refused.
    package static let mostFields = 1 << 14

    package init(path: String, dialect: Dialect) {
        self.path = path
        self.dialect = dialect
    }

    /// Reads the file from the beginning and hands every record to `body`, in order.
    ///
    /// - Throws: `CSVError` for a file that cannot be read or bytes that are not records, and the
    ///   first error that `body` throws; nothing is handed out after an error.
    package func forEachRecord(_ body: (Record) throws -> Void) throws {
        var input = try InputFile(path: path)
        try withoutActuallyEscaping(body) { body in
            let parser = try RecordParser(path: path, dialect: dialect, body: body)
            var isFirst = true
            var colons = DoubleColons()
            while let chunk = try input.nextChunk() {
                let start = isFirst && chunk.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
                isFirst = false
                let bytes = dialect.hasDoubleColons ? colons.replaced(in: chunk) : chunk
                try parser.parse(bytes[start...])
            }
            if dialect.hasDoubleColons { try parser.parse(colons.rest[...]) }
            try parser.finish()
        }
    }

    /// The first line that is not blank, without its line end; at most 64 KiB are looked at.
    ///
    /// - Returns: Nothing but line ends gives an empty line; an empty file gives `nil`.
    package static func firstLine(of path: String) throws(CSVError) -> [UInt8]? {
        var input = try InputFile(path: path)
        guard var chunk = try input.nextChunk() else { return nil }
        if chunk.starts(with: [0xEF, 0xBB, 0xBF]) { chunk.removeFirst(3) }
        let lineEnds = [UInt8(ascii: "\n"), UInt8(ascii: "\r")]
        return Array(chunk.drop { lineEnds.contains($0) }.prefix { !lineEnds.contains($0) })
    }
}

/// Puts the byte 0x1F for each `::`, also where one begins in a chunk and ends in the next.
private struct DoubleColons {
    private var endsInColon = false

    /// A last `:` without a second one.
    var rest: [UInt8] { endsInColon ? [UInt8(ascii: ":")] : [] }

    mutating func replaced(in chunk: [UInt8]) -> [UInt8] {
        let colon = UInt8(ascii: ":")
        var replaced: [UInt8] = []
        replaced.reserveCapacity(chunk.count + 1)
        for byte in chunk {
            if endsInColon {
                replaced.append(byte == colon ? 0x1F : colon)
                if byte != colon { replaced.append(byte) }
                endsInColon = false
            } else if byte == colon {
                endsInColon = true
            } else {
                replaced.append(byte)
            }
        }
        return replaced
    }
}
