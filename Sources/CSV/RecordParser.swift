import CLibCSV
import Glibc

/// Owns one libcsv parser and the record that it is filling.
///
/// libcsv's callbacks can neither capture nor throw: they reach the parser's state through a raw
/// pointer, and the first error waits there until `csv_parse` has returned.
final class RecordParser {
    private let parser = UnsafeMutablePointer<csv_parser>.allocate(capacity: 1)
    private let state: UnsafeMutablePointer<ParserState>

    init(path: String, dialect: Dialect, body: @escaping (Record) throws -> Void) throws {
        state = .allocate(capacity: 1)
        state.initialize(to: ParserState(path: path, body: body))
        // Every line end is reported, so that lines can be counted.
        csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL))
        csv_set_delim(parser, dialect.delimiter)
        if !dialect.isQuoted { csv_set_quote(parser, 0) }
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// Parses more bytes of the file.
    func parse(_ bytes: ArraySlice<UInt8>) throws {
        let consumed = try bytes.withUnsafeBytes { bytes in
            try refuseNUL(in: bytes)
            return csv_parse(
                parser,
                bytes.baseAddress,
                bytes.count,
                fieldEnded,
                recordEnded,
                state
            )
        }
        if let error = state.pointee.error { throw error }
        guard consumed == bytes.count else {
            throw malformed(
                "a quote inside an unquoted field, or text after a closing quote"
                    + " (write a quote inside a quoted field twice)"
            )
        }
        guard parser.pointee.entry_pos <= RecordFile.longestField else {
            throw malformed("a field longer than 1 MiB begins here; is a closing quote missing?")
        }
    }

    /// Tells the parser that the file has ended.
    func finish() throws {
        let code = csv_fini(parser, fieldEnded, recordEnded, state)
        guard code == 0 else { throw malformed("the quoted field that begins here never ends") }
        if let error = state.pointee.error { throw error }
    }

    private func refuseNUL(in bytes: UnsafeRawBufferPointer) throws(CSVError) {
        guard let base = bytes.baseAddress, let nul = memchr(base, 0, bytes.count) else { return }
        let before = UnsafeRawBufferPointer(rebasing: bytes[..<(UnsafeRawPointer(nul) - base)])
        let lines = before.count { $0 == UInt8(ascii: "\n") }
        // The record that these bytes go on with may have had line feeds already.
        let begun = UnsafeRawBufferPointer(
            start: parser.pointee.entry_buf,
            count: parser.pointee.entry_pos
        )
        let begunLines = state.pointee.innerLines + begun.count { $0 == UInt8(ascii: "\n") }
        throw malformed("a NUL byte", lines: begunLines + lines)
    }

    private func malformed(_ reason: String, lines: Int = 0) -> CSVError {
        let (path, line) = (state.pointee.path, state.pointee.line)
        return .malformed(reason: reason, at: FilePosition(path: path, line: line + lines))
    }
}

/// The record being filled, and where in the file it began.
private struct ParserState {
    let path: String
    let body: (Record) throws -> Void
    var bytes: [UInt8] = []
    var ends: [Int] = []
    /// Where the current record began, counted from 1.
    var line = 1
    /// Line feeds inside quoted fields of the current record.
    var innerLines = 0
    /// Whether the last line end was a carriage return that still wants its line feed.
    var awaitsLineFeed = false
    var error: (any Error)?

    var position: FilePosition { FilePosition(path: path, line: line) }

    mutating func endField(_ field: UnsafeRawPointer?, _ count: Int) {
        guard error == nil, !refusesBareCarriageReturn() else { return }
        guard count <= RecordFile.longestField, ends.count < RecordFile.mostFields else {
            error = CSVError.malformed(
                reason: "a field longer than 1 MiB or more than 16,384 fields",
                at: position
            )
            return
        }
        if let field, count > 0 {
            let all = UnsafeRawBufferPointer(start: field, count: count)
            bytes.append(contentsOf: all)
            if memchr(field, 10, count) != nil {
                innerLines += all.count { $0 == UInt8(ascii: "\n") }
            }
        }
        ends.append(bytes.count)
    }

    mutating func endRecord(_ terminator: Int32) {
        guard error == nil else { return }
        if terminator == 10, awaitsLineFeed {
            awaitsLineFeed = false
            line += 1
            return
        }
        guard !refusesBareCarriageReturn() else { return }
        if !ends.isEmpty { handOver() }
        line += innerLines
        innerLines = 0
        if terminator == 13 { awaitsLineFeed = true } else { line += 1 }
    }

    private mutating func handOver() {
        bytes.withUnsafeBufferPointer { bytes in
            ends.withUnsafeBufferPointer { ends in
                guard let endBase = ends.baseAddress else { return }
                let record = Record(
                    position: position,
                    count: ends.count,
                    bytes: bytes,
                    ends: endBase
                )
                do { try body(record) } catch { self.error = error }
            }
        }
        bytes.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
    }

    private mutating func refusesBareCarriageReturn() -> Bool {
        guard awaitsLineFeed else { return false }
        error = CSVError.malformed(
            reason: "a carriage return without a line feed; lines must end in LF or CRLF",
            at: position
        )
        return true
    }
}

private func fieldEnded(
    _ field: UnsafeMutableRawPointer?,
    _ count: Int,
    _ state: UnsafeMutableRawPointer?
) {
    state?.assumingMemoryBound(to: ParserState.self).pointee.endField(field, count)
}

private func recordEnded(_ terminator: Int32, _ state: UnsafeMutableRawPointer?) {
    state?.assumingMemoryBound(to: ParserState.self).pointee.endRecord(terminator)
}
