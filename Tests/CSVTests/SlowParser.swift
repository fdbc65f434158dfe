/// RFC 4180 with the liberties that `RecordFile` grants, one byte after the other: the oracle.
///
/// It descends from file to record to field and knows nothing of chunks, callbacks or states.
struct SlowParser {
    struct Refusal: Error {}

    private let bytes: [UInt8]
    private let delimiter: [UInt8]
    private let isQuoted: Bool
    private var at = 0
    private var line = 1

    private init(_ bytes: [UInt8], delimiter: String, isQuoted: Bool) {
        self.bytes = bytes
        self.delimiter = Array(delimiter.utf8)
        self.isQuoted = isQuoted
    }

    /// The records of a file, or `nil` if any byte of it is wrong.
    static func records(
        of bytes: [UInt8],
        delimiter: String,
        isQuoted: Bool
    ) -> [KeptRecord]? {
        // 0x1F stands for `::` inside the reader.
        guard !bytes.contains(0), delimiter != "::" || !bytes.contains(0x1F) else { return nil }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = bytes.starts(with: mark) ? Array(bytes.dropFirst(3)) : bytes
        var parser = SlowParser(text, delimiter: delimiter, isQuoted: isQuoted)
        // A refusal is an answer here.
        return try? parser.file()
    }

    private mutating func file() throws(Refusal) -> [KeptRecord] {
        var records: [KeptRecord] = []
        while at < bytes.count {
            skipBlanks()
            if isAtEndOfLine {
                try endLine()
            } else {
                records.append(try record())
            }
        }
        return records
    }

    private mutating func record() throws(Refusal) -> KeptRecord {
        let start = line
        var fields = [try field()]
        while isAtDelimiter {
            at += delimiter.count
            fields.append(try field())
        }
        try endLine()
        let texts = fields.map { String(validating: $0, as: UTF8.self) ?? "not UTF-8" }
        return KeptRecord(fields: texts, line: start)
    }

    private mutating func field() throws(Refusal) -> [UInt8] {
        skipBlanks()
        return isQuoted && byte == UInt8(ascii: "\"") ? try quotedField() : try plainField()
    }

    private mutating func quotedField() throws(Refusal) -> [UInt8] {
        var text: [UInt8] = []
        at += 1
        while let next = byte {
            at += 1
            if next == UInt8(ascii: "\"") {
                guard byte == UInt8(ascii: "\"") else {
                    skipBlanks()
                    guard isAtDelimiter || isAtEndOfLine else { throw Refusal() }
                    return text
                }
                at += 1
            }
            if next == UInt8(ascii: "\n") { line += 1 }
            text.append(next)
        }
        throw Refusal()
    }

    private mutating func plainField() throws(Refusal) -> [UInt8] {
        var text: [UInt8] = []
        while let next = byte, !isAtDelimiter, !isAtEndOfLine {
            guard !isQuoted || next != UInt8(ascii: "\"") else { throw Refusal() }
            text.append(next)
            at += 1
        }
        while let last = text.last, Self.isBlank(last) { text.removeLast() }
        return text
    }

    /// A line ends in LF, in CR and LF, or with the file; blanks between CR and LF do not count.
    private mutating func endLine() throws(Refusal) {
        guard let end = byte else { return }
        at += 1
        if end == UInt8(ascii: "\r") {
            skipBlanks()
            guard byte == UInt8(ascii: "\n") else { throw Refusal() }
            at += 1
        }
        line += 1
    }

    private mutating func skipBlanks() {
        while let next = byte, Self.isBlank(next), !isAtDelimiter { at += 1 }
    }

    private var byte: UInt8? { at < bytes.count ? bytes[at] : nil }
    private var isAtDelimiter: Bool { bytes[at...].starts(with: delimiter) }
    private var isAtEndOfLine: Bool {
        byte == nil || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
