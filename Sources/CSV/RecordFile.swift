import Cores

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
        let input = try InputFile(path: path)
        let text = try input.textStart()..<input.byteCount
        try forEachBatch(in: text, of: input, firstLine: 1) { records in
            for number in 0..<records.count { try body(records[number]) }
        }
    }

    /// Reads the file in pieces, on several cores at once, and gathers what comes of each.
    ///
    /// Up to the first piece with an error, all is as if the file had been read at once.
    ///
    /// - Parameters:
    ///   - pieceSize: How many bytes a piece has, about. The pieces depend on it and on the file
    ///     alone, never on the number of cores.
    ///   - gathering: Makes what a piece is gathered in, given how many records it has at most.
    ///   - body: Adds the next records of the piece; if it throws, the piece ends.
    /// - Returns: The pieces in the order of the file, each with the error that ended it: a
    ///   `CSVError`, or what `body` threw.
    /// - Throws: `CSVError` for a file that cannot be read.
    package func gatherPieces<Gathered: Sendable>(
        of pieceSize: Int = 1 << 23,
        in gathering: @Sendable (Int) -> Gathered,
        body: @Sendable (Records, inout Gathered) throws -> Void
    ) throws -> [(gathered: Gathered, error: (any Error)?)] {
        let input = try InputFile(path: path)
        let pieces = try input.pieces(dialect, size: pieceSize)
        return Cores.map(pieces.count) { number in
            let piece = pieces[number]
            var gathered = gathering(piece.mostRecords)
            do {
                let line = piece.firstLine
                try forEachBatch(in: piece.bytes, of: input, firstLine: line) { records in
                    try body(records, &gathered)
                }
                return (gathered, nil)
            } catch {
                return (gathered, error)
            }
        }
    }

    private func forEachBatch(
        in range: Range<Int>,
        of input: InputFile,
        firstLine: Int,
        _ body: (Records) throws -> Void
    ) throws {
        let parser = RecordParser(path: path, dialect: dialect, firstLine: firstLine)
        var colons = DoubleColons()
        try input.forEachChunk(in: range) { chunk in
            if dialect.hasDoubleColons {
                try colons.replaced(in: chunk).withUnsafeBytes { try parser.parse($0, body) }
            } else {
                try parser.parse(chunk, body)
            }
        }
        if dialect.hasDoubleColons {
            try colons.rest.withUnsafeBytes { try parser.parse($0, body) }
        }
        try parser.finish(body)
    }

    /// The first record of the file, as `body` understands it, or `nil` if there is none.
    ///
    /// - Throws: `CSVError`, if something is wrong up to its end, or what `body` throws.
    package func firstRecord<Result>(_ body: (Record) throws -> Result) throws -> Result? {
        try firstRecords(1, body).first
    }

    /// The first records of the file, so many at most, as `body` understands them.
    ///
    /// - Throws: `CSVError`, if something is wrong up to the end of the last of them, or what `body`
    ///   throws.
    package func firstRecords<Result>(
        _ most: Int,
        _ body: (Record) throws -> Result
    ) throws -> [Result] {
        var found: [Result] = []
        do {
            try forEachRecord { record in
                found.append(try body(record))
                if found.count == most { throw EnoughAreFound() }
            }
        } catch is EnoughAreFound {}
        return found
    }

    /// The first line that is not blank, without its line end and the blanks before it; at most 64 KiB
    /// are looked at.
    ///
    /// - Returns: Nothing but line ends gives an empty line; an empty file gives `nil`.
    package static func firstLine(of path: String) throws(CSVError) -> [UInt8]? {
        let input = try InputFile(path: path)
        guard input.byteCount > 0 else { return nil }
        let start = try input.textStart()
        let bytes = try input.bytes(start..<min(start + 1 << 16, input.byteCount))
        let lineEnds = [UInt8(ascii: "\n"), UInt8(ascii: "\r")]
        return Array(
            bytes.drop { lineEnds.contains($0) || $0 == UInt8(ascii: " ") }
                .prefix { !lineEnds.contains($0) }
        )
    }
}

/// Ends a reading that has what it wants.
private struct EnoughAreFound: Error {}

/// Puts the byte 0x1F for each `::`, also where one begins in a chunk and ends in the next.
///
/// A byte 0x1F of the file itself would pass for `::`: it becomes NUL, which the parser refuses.
private struct DoubleColons {
    private var endsInColon = false

    /// A last `:` without a second one.
    var rest: [UInt8] { endsInColon ? [UInt8(ascii: ":")] : [] }

    mutating func replaced(in chunk: UnsafeRawBufferPointer) -> [UInt8] {
        let colon = UInt8(ascii: ":")
        var replaced: [UInt8] = []
        replaced.reserveCapacity(chunk.count + 1)
        for byte in chunk {
            if endsInColon {
                replaced.append(byte == colon ? 0x1F : colon)
                if byte != colon { replaced.append(byte == 0x1F ? 0 : byte) }
                endsInColon = false
            } else if byte == colon {
                endsInColon = true
            } else {
                replaced.append(byte == 0x1F ? 0 : byte)
            }
        }
        return replaced
    }
}
