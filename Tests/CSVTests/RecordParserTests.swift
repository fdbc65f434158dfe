import CSV
import Fixtures
import Testing

@Suite("Bytes that are not records")
struct RecordParserTests {
    private let strayQuote =
        "a quote inside an unquoted field, or text after a closing quote"
        + " (write a quote inside a quoted field twice)"
    private let bareReturn =
        "a carriage return without a line feed; lines must end in LF or CRLF"

    @Test("a quote that is never closed is told where it opens, after 100,000 good rows")
    func unterminatedQuote() throws {
        // The header is line 1, the good rows are lines 2 to 100,001.
        let rows = (1...100_000).map { "\($0),1,4.5\n" }.joined()
        #expect(
            try complaint(about: "user,movie,rating\n\(rows)7,\"1,4.5\n".utf8)
                == "data.csv:100002: the quoted field that begins here never ends"
        )
    }

    @Test(
        "a quote in the wrong place is refused",
        arguments: ["a\"b,c", "\"a\"b,c", "x,\"a\" \"b\""]
    )
    func misplacedQuote(line: String) throws {
        #expect(try complaint(about: "h,i\n\(line)\n1,2\n".utf8) == "data.csv:2: \(strayQuote)")
    }

    @Test("a NUL byte is refused, with its own line")
    func nulByte() throws {
        #expect(try complaint(about: "a,b\n1,2\n3,\0\n".utf8) == "data.csv:3: a NUL byte")
        #expect(try complaint(about: "\0".utf8) == "data.csv:1: a NUL byte")
        #expect(
            try complaint(about: "a|b\r\n1|\0\r\n".utf8, as: .plain(delimiter: "|"))
                == "data.csv:2: a NUL byte"
        )
    }

    @Test("the line of a NUL byte is right in every chunk", arguments: [1, 9_000, 20_000, 70_000])
    func nulByteFarDown(line: Int) throws {
        let rows = (1..<line).map { _ in "123,4\r\n" }.joined()
        #expect(try complaint(about: "\(rows)1,\0".utf8) == "data.csv:\(line): a NUL byte")
    }

    @Test("the line of a NUL byte counts the newlines of a record that began in a chunk before")
    func nulByteInLongRecord() throws {
        // Two fields of 50,000 newlines: the chunk of 65,536 bytes ends in the second. The record
        // begins on line 2.
        let newlines = String(repeating: "\n", count: 50_000)
        #expect(
            try complaint(about: "a,b\n\"\(newlines)\",\"\(newlines)\0\"\n".utf8)
                == "data.csv:100002: a NUL byte"
        )
    }

    @Test("the byte that stands for two colons is refused where they separate, and nowhere else")
    func colonByte() throws {
        #expect(
            try complaint(about: "1::a\n2\u{1F}b\n".utf8, as: .doubleColons)
                == "data.csv:2: a NUL byte or a byte 0x1F"
        )
        #expect(try fields(of: "1,\u{1F}\n") == [["1", "\u{1F}"]])
    }

    @Test("lines that end in CR alone are refused")
    func bareReturns() throws {
        #expect(try complaint(about: "a,b\r1,2\r3,4\r".utf8) == "data.csv:1: \(bareReturn)")
        #expect(try complaint(about: "a,b\n1,2\r3,4\n".utf8) == "data.csv:2: \(bareReturn)")
        #expect(try complaint(about: "a,b\r\r\n1,2\n".utf8) == "data.csv:1: \(bareReturn)")
        #expect(try complaint(about: "a,b\r\n1,2\r".utf8) == "data.csv:2: \(bareReturn)")
    }

    @Test("a field of 1 MiB is read, one byte more is refused")
    func longFields() throws {
        let longest = String(repeating: "x", count: 1 << 20)
        #expect(try fields(of: "a\n\(longest)\n") == [["a"], [longest]])
        #expect(
            try complaint(about: "a\n\(longest)x\n".utf8)
                == "data.csv:2: a field longer than 1 MiB or more than 16,384 fields"
        )
    }

    @Test("a quote that swallows the file is refused before it swallows the memory")
    func swallowingQuote() throws {
        let rows = String(repeating: "1,2\n", count: 1 << 20)
        #expect(
            try complaint(about: "a,b\n1,\"\n\(rows)".utf8)
                == "data.csv:2: a field longer than 1 MiB begins here; is a closing quote missing?"
        )
    }

    @Test("16,384 fields are a record, one more is refused")
    func manyFields() throws {
        let most = String(repeating: ",", count: 16_383)
        #expect(try fields(of: most + "\n").map(\.count) == [16_384])
        #expect(
            try complaint(about: "a\n\(most),\n".utf8)
                == "data.csv:2: a field longer than 1 MiB or more than 16,384 fields"
        )
    }

    @Test(
        "random bytes give records or one complaint with a line",
        arguments: 0..<200 as Range<UInt64>
    )
    func randomBytes(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let alphabet = Array("\",\n\r\0 a:é".utf8)
        let bytes = (0..<Int.random(in: 1...40, using: &generator)).compactMap { _ in
            alphabet.randomElement(using: &generator)
        }
        let lineCount = 1 + bytes.count { $0 == 10 }
        for dialect in [comma, .plain(delimiter: ","), .doubleColons] {
            guard let complaint = try complaint(about: bytes, as: dialect) else {
                #expect(!bytes.contains(0))
                let lines = try records(of: bytes, as: dialect).map(\.line)
                #expect(lines == Set(lines).sorted())
                #expect(lines.allSatisfy { (1...lineCount).contains($0) })
                continue
            }
            let line = complaint.wholeMatch(of: /data\.csv:(\d+): .+/).flatMap { Int($0.1) }
            #expect(line.map { (1...lineCount).contains($0) } == true, "\(complaint)")
        }
    }
}
