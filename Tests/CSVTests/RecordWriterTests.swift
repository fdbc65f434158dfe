import CSV
import Fixtures
import Testing

@Suite("Writing records")
struct RecordWriterTests {
    /// The bytes of a file of these records, as text.
    private func text(of body: (inout EncodedRecords) -> Void) throws -> String {
        try TemporaryFolder.with { folder in
            var writer = try RecordWriter(creating: folder.file("out.csv"))
            var records = EncodedRecords()
            body(&records)
            try writer.append(records)
            try writer.finish()
            return String(decoding: try folder.bytes(of: "out.csv"), as: UTF8.self)
        }
    }

    @Test(
        "a field is quoted only where it must be",
        arguments: [
            ("plain", "plain"), ("two words", "two words"), ("Heat (1995)", "Heat (1995)"),
            ("", "\"\""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
            (" x", "\" x\""), ("x\t", "\"x\t\""), ("a\nb", "\"a\nb\""), ("a\rb", "\"a\rb\""),
            ("a;b|c", "a;b|c"), ("\"", "\"\"\"\""), ("é", "é"),
        ]
    )
    func quoting(field: String, written: String) throws {
        #expect(try text { $0.append(record: [field, "z"]) } == "\(written),z\n")
    }

    @Test(
        "records that were written are the records that are read",
        arguments: 0..<60 as Range<UInt64>
    )
    func roundTrip(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let alphabet = Array(
            "\",\n\r\t ;|:'\\#=aZ0é日🎬\u{FEFF}\u{85}\u{2028}\u{B}\u{1F}\u{301}\u{7F}"
        )
        .flatMap(\.unicodeScalars)
        let records = (0..<60).map { _ in
            (0..<Int.random(in: 1...5, using: &generator)).map { _ in
                let scalars = (0..<Int.random(in: 0...9, using: &generator)).compactMap { _ in
                    alphabet.randomElement(using: &generator)
                }
                return String(String.UnicodeScalarView(scalars))
            }
        }
        let text = try text { encoded in
            for record in records { encoded.append(record: record) }
        }
        let read = try fields(of: text)
        #expect(read.count == records.count)
        // Compared by bytes: equal strings may be different texts.
        let firstWrong = zip(read, records).first { left, right in
            left.map { Array($0.utf8) } != right.map { Array($0.utf8) }
        }
        #expect(firstWrong?.0 == nil, "instead of \(firstWrong?.1 ?? [])")
    }

    @Test("a text that begins with a byte order mark keeps it, also as the first of the file")
    func leadingByteOrderMark() throws {
        let text = try text { $0.append(record: ["\u{FEFF}a"]) }
        #expect(try fields(of: text) == [["\u{FEFF}a"]])
    }

    @Test("whole numbers are written to their last digit")
    func integers() throws {
        let text = try text { records in
            for number in [0, 7, -7, 1_234_567_890, .max, .min] { records.append(number) }
            records.endRecord()
        }
        #expect(text == "0,7,-7,1234567890,9223372036854775807,-9223372036854775808\n")
    }

    @Test(
        "a decimal number has six decimals, the last rounded half away from zero",
        arguments: [
            (0, "0.000000"), (-0.0, "0.000000"), (1, "1.000000"), (-0.5, "-0.500000"),
            // 1/128 = 0.0078125 exactly.
            (0.0078125, "0.007813"), (-0.0078125, "-0.007813"),
            // Float(0.1) is a little above a tenth, by 1.5e-9.
            (0.1, "0.100000"), (-1e-7, "0.000000"), (16_777_216, "16777216.000000"),
            // 2^-20 = 0.00000095367…
            (0x1p-20, "0.000001"), (0.9999999, "1.000000"), (-12.345678, "-12.345678"),
            // The longest that is written in digits.
            (-8_999_999_111_168, "-8999999111168.000000"),
        ] as [(Float, String)]
    )
    func decimals(number: Float, written: String) throws {
        let text = try text { records in
            records.append(decimal: number)
            records.endRecord()
        }
        #expect(text == written + "\n")
    }

    @Test("a decimal number beyond 64 bits is still that number")
    func hugeDecimals() throws {
        for number in [1e13, -3e38, Float.greatestFiniteMagnitude] {
            let text = try text { records in
                records.append(decimal: number)
                records.endRecord()
            }
            #expect(Float(text.dropLast()) == number)
        }
    }

    @Test("a decimal number is off by half a millionth at most", arguments: 0..<20 as Range<UInt64>)
    func decimalAccuracy(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let numbers = (0..<500).map { _ in Float.random(in: -100...100, using: &generator) }
        let text = try text { records in
            for number in numbers {
                records.append(decimal: number)
                records.endRecord()
            }
        }
        let read = try fields(of: text).map { Double($0[0]) ?? .nan }
        #expect(read.count == numbers.count)
        for (number, value) in zip(numbers, read) {
            #expect(abs(Double(number) - value) <= 0.5e-6 + 1e-12)
        }
    }

    @Test("NULL is nothing between two commas, an empty text is not NULL")
    func nulls() throws {
        let text = try text { records in
            records.append(1)
            records.appendNull()
            records.append(EncodedField(""))
            records.appendNull()
            records.endRecord()
            records.appendNull()
            records.append(2)
            records.endRecord()
        }
        #expect(text == "1,,\"\",\n,2\n")
    }

    @Test("one of many fields is written as it is alone")
    func manyFields() throws {
        let texts = ["Heat (1995)", "", "a,b", "say \"hi\"", " é"]
        let fields = EncodedFields(texts)
        let alone = try text { records in
            for text in texts.reversed() { records.append(EncodedField(text)) }
            records.endRecord()
        }
        let ofMany = try text { records in
            for place in texts.indices.reversed() { records.append(fields, place) }
            records.endRecord()
        }
        #expect(ofMany == alone)
    }

    @Test("blocks stand in their order, whatever their size", arguments: [1, 7, 1_000, 1 << 20])
    func blocks(size: Int) throws {
        try TemporaryFolder.with { folder in
            let count = 20_000
            var writer = try RecordWriter(creating: folder.file("out.csv"))
            try writer.append(record: ["number", "title"])
            let sums = try writer.append(count, inBlocksOf: size) { block, records in
                for number in block {
                    records.append(number)
                    records.append(EncodedField("title"))
                    records.endRecord()
                }
                return block.reduce(0, +)
            }
            #expect(writer.recordCount == count + 1)
            try writer.finish()
            #expect(sums.reduce(0, +) == count * (count - 1) / 2)
            let text = String(decoding: try folder.bytes(of: "out.csv"), as: UTF8.self)
            #expect(text == "number,title\n" + (0..<count).map { "\($0),title\n" }.joined())
        }
    }

    @Test("nothing in blocks is nothing")
    func noBlocks() throws {
        try TemporaryFolder.with { folder in
            var writer = try RecordWriter(creating: folder.file("out.csv"))
            #expect(try writer.append(0, inBlocksOf: 10) { _, _ in 1 } == [])
            try writer.finish()
            #expect(try folder.bytes(of: "out.csv").isEmpty)
        }
    }

    @Test("a file that exists is not overwritten")
    func existingFile() throws {
        try TemporaryFolder.with { folder in
            let path = try folder.write("yesterday's", to: "out.csv")
            #expect(
                folder.complaint { _ = try RecordWriter(creating: path) }
                    == "out.csv: cannot be written: File exists"
            )
            #expect(try folder.bytes(of: "out.csv") == Array("yesterday's".utf8))
        }
    }

    @Test("a folder that is missing is told")
    func missingFolder() throws {
        try TemporaryFolder.with { folder in
            #expect(
                folder.complaint { _ = try RecordWriter(creating: folder.file("no/out.csv")) }
                    == "no/out.csv: cannot be written: No such file or directory"
            )
        }
    }
}
