import CLibCSV
import Glibc

/// Owns one libcsv parser and the records that it has found.
final class RecordParser {
    let path: String
    private let nulReason: String
    private let parser = UnsafeMutablePointer<csv_parser>.allocate(capacity: 1)
    private let batch = UnsafeMutablePointer<RecordBatch>.allocate(capacity: 1)

    /// A parser of bytes that begin on `firstLine`, counted from 1.
    init(path: String, dialect: Dialect, firstLine: Int) {
        self.path = path
        nulReason = dialect.hasDoubleColons ? "a NUL byte or a byte 0x1F" : "a NUL byte"
        batch.initialize(to: RecordBatch(path: path, firstLine: firstLine))
        // Every line end is reported, so that lines can be counted.
        csv_init(parser, UInt8(CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL))
        csv_set_delim(parser, dialect.delimiter)
        if !dialect.isQuoted { csv_set_quote(parser, 0) }
    }

    deinit {
        csv_free(parser)
        parser.deallocate()
        batch.deinitialize(count: 1)
        batch.deallocate()
    }

    /// Parses more bytes and hands over the records that they complete.
    func parse(_ bytes: UnsafeRawBufferPointer, _ body: (Records) throws -> Void) throws {
        let nul = bytes.baseAddress.flatMap { base in
            memchr(base, 0, bytes.count).map { UnsafeRawPointer($0) - base }
        }
        let text = UnsafeRawBufferPointer(rebasing: bytes[..<(nul ?? bytes.count)])
        batch.pointee.prepare(for: text, begun: parser.pointee.entry_pos)
        let consumed = csv_parse(
            parser,
            text.baseAddress,
            text.count,
            fieldEnded,
            recordEnded,
            batch
        )
        try handOver(body)
        guard consumed == text.count else {
            throw malformed(
                "a quote inside an unquoted field, or text after a closing quote"
                    + " (write a quote inside a quoted field twice)"
            )
        }
        guard nul == nil else { throw malformed(nulReason, lines: begunLines) }
        guard parser.pointee.entry_pos <= RecordFile.longestField else {
            throw malformed("a field longer than 1 MiB begins here; is a closing quote missing?")
        }
    }

    /// Tells the parser that the bytes have ended; there may be one more record.
    func finish(_ body: (Records) throws -> Void) throws {
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        batch.pointee.prepare(for: none, begun: parser.pointee.entry_pos)
        let code = csv_fini(parser, fieldEnded, recordEnded, batch)
        guard code == 0 else { throw malformed("the quoted field that begins here never ends") }
        _ = batch.pointee.refusesBareCarriageReturn()
        try handOver(body)
    }

    private func handOver(_ body: (Records) throws -> Void) throws {
        try body(batch.pointee.records(of: self))
        if let error = batch.pointee.error { throw error }
    }

    /// How many lines the record that is not complete has had already.
    private var begunLines: Int {
        let begun = UnsafeRawBufferPointer(
            start: parser.pointee.entry_buf,
            count: parser.pointee.entry_pos
        )
        return batch.pointee.innerLines + begun.count(of: UInt8(ascii: "\n"))
    }

    private func malformed(_ reason: String, lines: Int = 0) -> CSVError {
        let line = batch.pointee.line + lines
        return .malformed(reason: reason, at: FilePosition(path: path, line: line))
    }
}

private func fieldEnded(
    _ field: UnsafeMutableRawPointer?,
    _ count: Int,
    _ batch: UnsafeMutableRawPointer?
) {
    batch?.assumingMemoryBound(to: RecordBatch.self).pointee.endField(field, count)
}

private func recordEnded(_ terminator: Int32, _ batch: UnsafeMutableRawPointer?) {
    batch?.assumingMemoryBound(to: RecordBatch.self).pointee.endRecord(terminator)
}
