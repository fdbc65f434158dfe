/// Some complete records of a file, in order, valid only while the closure runs that received them.
package struct Records {
    /// The bytes of all fields, those of some records before these among them.
    let bytes: UnsafePointer<UInt8>
    /// Where each field ends in `bytes`.
    let ends: UnsafePointer<Int>
    let extents: UnsafeBufferPointer<RecordExtent>
    unowned(unsafe) let parser: RecordParser

    /// How many there are.
    package var count: Int { extents.count }

    /// A record, counted from 0.
    package subscript(number: Int) -> Record {
        let firstField = number == 0 ? 0 : extents[number - 1].fieldEnd
        let extent = extents[number]
        return Record(
            line: extent.line,
            count: extent.fieldEnd - firstField,
            start: firstField == 0 ? 0 : ends[firstField - 1],
            bytes: bytes,
            ends: ends + firstField,
            parser: parser
        )
    }
}

/// Where a record stands among others.
struct RecordExtent: BitwiseCopyable {
    /// The end of its last field among the fields of all.
    let fieldEnd: Int
    let line: Int
}

/// One record of a file, valid only while the closure runs that received it.
package struct Record {
    /// The line on which it begins, counted from 1.
    package let line: Int
    /// How many fields it has, at least 1.
    package let count: Int

    /// Where the first field begins in `bytes`.
    let start: Int
    let bytes: UnsafePointer<UInt8>
    /// Where each field ends in `bytes`.
    let ends: UnsafePointer<Int>
    unowned(unsafe) let parser: RecordParser

    /// How many lines it takes, more than 1 where a quoted field holds line feeds.
    package var lineCount: Int {
        let all = UnsafeRawBufferPointer(start: bytes + start, count: ends[count - 1] - start)
        return 1 + all.count(of: UInt8(ascii: "\n"))
    }

    /// Where the record begins.
    package var position: FilePosition { FilePosition(path: parser.path, line: line) }

    /// A field, counted from 0.
    package subscript(index: Int) -> Field {
        precondition(index < count, "no such field")
        let first = index == 0 ? start : ends[index - 1]
        return Field(bytes: UnsafeBufferPointer(start: bytes + first, count: ends[index] - first))
    }
}

/// How the bytes of a text stand for characters.
package enum TextEncoding: Sendable {
    case utf8
    /// ISO 8859-1, in which every byte is a character.
    case latin1
}

/// One field of a record, valid as long as the record.
package struct Field {
    let bytes: UnsafeBufferPointer<UInt8>

    package var isEmpty: Bool { bytes.isEmpty }

    /// The characters, or `nil` when the bytes are not valid in this encoding.
    package func text(_ encoding: TextEncoding = .utf8) -> String? {
        switch encoding {
        case .utf8: String(validating: bytes, as: UTF8.self)
        case .latin1: String(String.UnicodeScalarView(bytes.lazy.map(Unicode.Scalar.init)))
        }
    }

    /// Whether these are the bytes of a text in UTF-8.
    package func has(text: String) -> Bool { bytes.elementsEqual(text.utf8) }

    /// The characters for an error message, at most 40; bytes that are not UTF-8 show as �.
    package var excerpt: String {
        let text = String(decoding: bytes.prefix(160), as: UTF8.self)
        return text.count > 40 ? text.prefix(40) + "…" : text
    }

    /// The value of a whole number written in digits, with a `-` before it or not; else `nil`.
    package var integer: Int64? {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let digits = isNegative ? bytes.dropFirst() : bytes[...]
        guard !digits.isEmpty else { return nil }
        var value: Int64 = 0
        for byte in digits {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (tens, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, hasOverflown) = tens.subtractingReportingOverflow(
                Int64(byte - UInt8(ascii: "0"))
            )
            guard !isTooLarge, !hasOverflown else { return nil }
            value = sum
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }

    /// The value of a finite decimal number such as `4`, `-3.5` or `1e3`; else `nil`.
    ///
    /// `nan`, `inf` and hexadecimal are not decimal numbers.
    package var number: Double? { smallDecimal ?? anyDecimal }

    var anyDecimal: Double? {
        let isDecimal = bytes.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "+"): true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): true
            default: false
            }
        }
        guard isDecimal, let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite
        else { return nil }
        return value
    }

    /// The commonest shapes, `d` and `d.d`, without a detour through `String`.
    var smallDecimal: Double? {
        guard let first = bytes.first.flatMap(digit) else { return nil }
        if bytes.count == 1 { return first }
        guard bytes.count == 3, bytes[1] == UInt8(ascii: "."), let second = digit(bytes[2]) else {
            return nil
        }
        return first + second / 10
    }

    func digit(_ byte: UInt8) -> Double? {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
            ? Double(byte - UInt8(ascii: "0")) : nil
    }

    /// The value if this is a whole number of at most 7 digits without leading zeros; else `nil`.
    ///
    /// Such an id can be a table's index: no other spelling has the same value.
    package var smallID: Int? {
        guard let first = bytes.first, bytes.count <= 7 else { return nil }
        if first == UInt8(ascii: "0") { return bytes.count == 1 ? 0 : nil }
        var value = 0
        for byte in bytes {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Int(byte - UInt8(ascii: "0"))
        }
        return value
    }
}
