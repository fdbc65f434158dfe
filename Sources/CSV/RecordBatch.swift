import Glibc

/// The records that libcsv finds in a chunk, one after the other, and where in the file they begin.
///
/// libcsv's callbacks get here through a raw pointer, for each field and each line end, so all they
/// do is to append to memory that is large enough already. They cannot throw: the first error waits
/// until `csv_parse` has returned.
struct RecordBatch: ~Copyable {
    let path: String
    /// Where the record begins that is not complete yet, counted from 1.
    private(set) var line: Int
    /// Line feeds inside quoted fields of that record.
    private(set) var innerLines = 0
    private(set) var error: CSVError?

    /// The bytes of all fields, those of the record that is not complete at last.
    private var bytes = Room<UInt8>()
    /// Where each field ends in `bytes`.
    private var ends = Room<Int>()
    /// Where the fields of the record that is not complete begin in `ends`.
    private var firstField = 0
    /// The complete records.
    private var extents = Room<RecordExtent>()
    /// Whether a field may hold a line feed.
    private var hasQuotes = false
    /// Whether the last line end was a carriage return that still wants its line feed.
    private var awaitsLineFeed = false

    init(path: String, firstLine: Int) {
        self.path = path
        line = firstLine
    }

    /// The complete records, valid until the batch changes.
    func records(of parser: RecordParser) -> Records {
        Records(bytes: bytes.start, ends: ends.start, extents: extents.all, parser: parser)
    }

    /// Drops the complete records and makes room for all that libcsv can find.
    ///
    /// - Parameters:
    ///   - chunk: What is parsed next.
    ///   - begun: How many bytes of a field libcsv holds already.
    mutating func prepare(for chunk: UnsafeRawBufferPointer, begun: Int) {
        dropRecords()
        bytes.reserve(begun + chunk.count)
        ends.reserve(chunk.count + 1)
        extents.reserve(chunk.count + 1)
        if !hasQuotes, let base = chunk.baseAddress {
            hasQuotes = memchr(base, Int32(UInt8(ascii: "\"")), chunk.count) != nil
        }
    }

    private mutating func dropRecords() {
        guard firstField > 0 else { return }
        let byteEnd = ends[firstField - 1]
        ends.dropFirst(firstField)
        bytes.dropFirst(byteEnd)
        for field in 0..<ends.count { ends[field] -= byteEnd }
        extents.dropFirst(extents.count)
        firstField = 0
    }

    /// Takes a field in, which ends here.
    mutating func endField(_ field: UnsafeRawPointer?, _ count: Int) {
        guard error == nil, !refusesBareCarriageReturn() else { return }
        guard count <= RecordFile.longestField, ends.count - firstField < RecordFile.mostFields
        else {
            refuse("a field longer than 1 MiB or more than 16,384 fields")
            return
        }
        if let field, count > 0 {
            bytes.append(field, count)
            if hasQuotes {
                innerLines += UnsafeRawBufferPointer(start: field, count: count).count(of: 10)
            }
        }
        ends.append(bytes.count)
    }

    /// Completes a record, or passes over a blank line.
    mutating func endRecord(_ terminator: Int32) {
        guard error == nil else { return }
        if terminator == 10, awaitsLineFeed {
            awaitsLineFeed = false
            line += 1
            return
        }
        guard !refusesBareCarriageReturn() else { return }
        if ends.count > firstField {
            extents.append(RecordExtent(fieldEnd: ends.count, line: line))
            firstField = ends.count
        }
        line += innerLines
        innerLines = 0
        if terminator == 13 { awaitsLineFeed = true } else { line += 1 }
    }

    /// Refuses a carriage return that still wants its line feed, if there is one.
    mutating func refusesBareCarriageReturn() -> Bool {
        guard awaitsLineFeed else { return false }
        refuse("a carriage return without a line feed; lines must end in LF or CRLF")
        return true
    }

    private mutating func refuse(_ reason: String) {
        error = .malformed(reason: reason, at: FilePosition(path: path, line: line))
    }
}
