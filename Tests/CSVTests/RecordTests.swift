import CSV
import Fixtures
import Testing

@Suite("Fields as values")
struct RecordTests {
    /// What `body` makes of a field with these bytes.
    private func value<Value>(
        of bytes: some Sequence<UInt8>,
        _ body: (Field) -> Value
    ) throws -> Value? {
        try TemporaryFolder.with { folder in
            let path = try folder.write(Array(bytes) + Array(";end\n".utf8), to: "data.csv")
            var value: Value?
            try RecordFile(path: path, dialect: .plain(delimiter: ";")).forEachRecord { record in
                #expect(record.count == 2)
                value = body(record[0])
            }
            return value
        }
    }

    @Test(
        "a whole number is read to its last digit",
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-42", -42), ("0012", 12),
            ("9223372036854775807", .max), ("-9223372036854775808", .min),
        ] as [(String, Int64)]
    )
    func integers(text: String, number: Int64) throws {
        #expect(try value(of: text.utf8, \.integer) == .some(number))
    }

    @Test(
        "what is no whole number of 64 bits is none",
        arguments: [
            "", "-", "+1", "1.0", "1e3", "0x10", "1 2", "--1", "9223372036854775808",
            "-9223372036854775809", "999999999999999999999999999999", "٣",
        ]
    )
    func noIntegers(text: String) throws {
        #expect(try value(of: text.utf8, \.integer) == .some(nil))
    }

    @Test("a number with one decimal is the number that Double reads", arguments: 0..<10)
    func smallDecimals(units: Int) throws {
        for tenths in 0..<10 {
            let text = "\(units).\(tenths)"
            #expect(try value(of: text.utf8, \.number) == Double(text))
        }
        #expect(try value(of: "\(units)".utf8, \.number) == .some(Double(units)))
    }

    @Test(
        "a finite decimal number is read",
        arguments: [
            ("-3.5", -3.5), ("+2", 2), ("1e3", 1000), ("0.25", 0.25), (".5", 0.5), ("1E-2", 0.01),
        ]
    )
    func numbers(text: String, number: Double) throws {
        #expect(try value(of: text.utf8, \.number) == .some(number))
    }

    @Test(
        "what is no finite decimal number is none",
        arguments: [
            "", ".", "-", "e5", "nan", "NaN", "inf", "-inf", "infinity", "0x1p3", "1e400", "4,5",
            "4.5.6", "four", "4 5", "4_000", "1-2", "1:2", "4/5",
        ]
    )
    func noNumbers(text: String) throws {
        #expect(try value(of: text.utf8, \.number) == .some(nil))
    }

    @Test(
        "an id indexes a table only if no other spelling has its value",
        arguments: [
            ("0", 0), ("7", 7), ("9999999", 9_999_999), ("10000000", nil), ("007", nil),
            ("00", nil), ("-1", nil), ("", nil), ("12a", nil), ("1.0", nil),
        ] as [(String, Int?)]
    )
    func smallIDs(text: String, id: Int?) throws {
        #expect(try value(of: text.utf8, \.smallID) == .some(id))
    }

    @Test("every byte of Latin-1 is the character with its number")
    func latin1() throws {
        // Without NUL, line ends and the delimiter, in brackets so that no blank is outside.
        let bytes = (UInt8(1)...255).filter { ![10, 13, 59].contains($0) }
        let all = [UInt8(ascii: "[")] + bytes + [UInt8(ascii: "]")]
        let text = try value(of: all) { $0.text(.latin1) ?? "" }
        #expect(text?.unicodeScalars.map(\.value) == all.map(UInt32.init))
    }

    @Test("bytes that are not UTF-8 are no text, but may be shown")
    func invalidUTF8() throws {
        let bytes: [UInt8] = [0x43, 0x61, 0x66, 0xE9]
        #expect(try value(of: bytes) { $0.text() } == .some(nil))
        #expect(try value(of: bytes) { $0.text(.latin1) } == "Café")
        #expect(try value(of: bytes, \.excerpt) == "Caf\u{FFFD}")
    }

    @Test("an excerpt has at most 40 characters")
    func excerpts() throws {
        let forty = String(repeating: "é", count: 40)
        #expect(try value(of: forty.utf8, \.excerpt) == forty)
        #expect(try value(of: (forty + "é").utf8, \.excerpt) == forty + "…")
    }

    @Test("a field knows whether it is empty")
    func emptiness() throws {
        #expect(try value(of: "".utf8, \.isEmpty) == true)
        #expect(try value(of: "0".utf8, \.isEmpty) == false)
    }

    @Test("a position prints as a clickable line")
    func positions() {
        #expect(
            FilePosition(path: "ml/ratings.csv", line: 1042).description == "ml/ratings.csv:1042"
        )
    }
}
