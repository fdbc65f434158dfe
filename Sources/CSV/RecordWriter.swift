import CLibCSV

/// A field as it stands in a file, quoted where RFC 4180 asks for it.
///
/// Encoding once and writing often is what makes a file of many rows cheap.
package struct EncodedField: Sendable {
    let bytes: [UInt8]

    /// Encodes a text, an empty one as `""`, so that a loader does not take it for NULL.
    package init(_ text: String) { self.init(bytes: Array(text.utf8)) }

    /// Encodes bytes of any encoding as they are.
    package init(bytes raw: [UInt8]) {
        bytes = EncodedField.needsQuotes(raw) ? EncodedField.quoted(raw) : raw
    }

    private static func needsQuotes(_ raw: [UInt8]) -> Bool {
        guard let first = raw.first, let last = raw.last else { return true }
        let blanks: [UInt8] = [0x20, 0x09]
        // A reader drops a byte order mark at the beginning of a file, unless it is in quotes.
        let isMarked = raw.starts(with: [0xEF, 0xBB, 0xBF])
        return isMarked || blanks.contains(first) || blanks.contains(last)
            || raw.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    }

    private static func quoted(_ raw: [UInt8]) -> [UInt8] {
        let room = 2 * raw.count + 2
        return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            count = csv_write2(buffer.baseAddress, room, raw, raw.count, UInt8(ascii: "\""))
        }
    }
}

/// Writes records to a new file: UTF-8, LF, commas.
package struct RecordWriter: ~Copyable {
    private let file: OutputFile
    private var buffer: [UInt8] = []
    private var isAtStartOfRecord = true
    /// How many records were ended, the header among them.
    package private(set) var recordCount = 0

    private static let flushSize = 1 << 20

    /// Creates the file; one that exists is an error.
    package init(creating path: String) throws(CSVError) {
        file = try OutputFile(creating: path)
        buffer.reserveCapacity(Self.flushSize + (1 << 12))
    }

    /// Writes a record of texts, such as the header.
    package mutating func append(record: [String]) throws(CSVError) {
        for text in record { append(EncodedField(text)) }
        try endRecord()
    }

    /// Writes a field.
    package mutating func append(_ field: borrowing EncodedField) {
        separate()
        buffer += field.bytes
    }

    /// Writes a whole number.
    package mutating func append(_ number: Int) {
        separate()
        appendDigits(of: number)
    }

    /// Writes nothing between two commas, which loaders read as NULL.
    package mutating func appendNull() { separate() }

    /// Writes a finite number with six decimals, rounded half away from zero.
    package mutating func append(decimal number: Float) {
        precondition(number.isFinite, "\(number) cannot be written")
        separate()
        let millionths = (Double(number) * 1_000_000).rounded()
        guard millionths.magnitude < 9e18 else {
            buffer += Array("\(number)".utf8)
            return
        }
        let whole = Int(millionths)
        if whole < 0 { buffer.append(UInt8(ascii: "-")) }
        let (units, fraction) = whole.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        appendDigits(of: Int(units))
        buffer.append(UInt8(ascii: "."))
        var place: UInt = 100_000
        while place > 0 {
            buffer.append(UInt8(ascii: "0") + UInt8(fraction / place % 10))
            place /= 10
        }
    }

    /// Ends the record; full buffers go to the file.
    package mutating func endRecord() throws(CSVError) {
        buffer.append(UInt8(ascii: "\n"))
        isAtStartOfRecord = true
        recordCount += 1
        if buffer.count >= Self.flushSize { try flush() }
    }

    /// Writes what is left and waits until the disk holds the file.
    package consuming func finish() throws(CSVError) {
        try flush()
        try file.synchronise()
    }

    private mutating func separate() {
        if !isAtStartOfRecord { buffer.append(UInt8(ascii: ",")) }
        isAtStartOfRecord = false
    }

    private mutating func appendDigits(of number: Int) {
        if number < 0 { buffer.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = buffer.count
        repeat {
            buffer.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        buffer[start...].reverse()
    }

    private mutating func flush() throws(CSVError) {
        try buffer.withUnsafeBufferPointer { bytes throws(CSVError) in
            try file.write(UnsafeRawBufferPointer(bytes))
        }
        buffer.removeAll(keepingCapacity: true)
    }
}
