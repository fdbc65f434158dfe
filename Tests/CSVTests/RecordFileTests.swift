import CSV
import Fixtures
import Foundation
import Testing

@Suite("Reading records")
struct RecordFileTests {
    /// How many bytes are read at once.
    private let chunk = 1 << 16

    @Test(
        "fields are separated by the delimiter and nothing else",
        arguments: [",", ";", "\t", "|"]
    )
    func delimiters(delimiter: Character) throws {
        let text = "a\(delimiter)b:c\(delimiter)\n1\(delimiter)\(delimiter)3\n"
        #expect(
            try fields(of: text, as: .quoted(delimiter: delimiter)) == [
                ["a", "b:c", ""], ["1", "", "3"],
            ]
        )
    }

    @Test("a quoted field may hold delimiters, doubled quotes and outer blanks")
    func quotedFields() throws {
        #expect(
            try fields(of: "\"American President, The\",\"say \"\"hi\"\"\",\" x \"\n")
                == [["American President, The", "say \"hi\"", " x "]]
        )
    }

    @Test("blanks around an unquoted field are dropped, those inside are kept")
    func blanks() throws {
        #expect(try fields(of: " a b\t,\t c \n") == [["a b", "c"]])
    }

    @Test("the last line needs no line end")
    func missingLastLineEnd() throws {
        #expect(try fields(of: "a,b\n1,2") == [["a", "b"], ["1", "2"]])
    }

    @Test(
        "a file without bytes, or with line ends alone, has no records",
        arguments: ["", "\n\r\n"]
    )
    func noRecords(text: String) throws {
        #expect(try fields(of: text).isEmpty)
    }

    @Test("a pipe is refused, and nobody waits for who might write to it")
    func pipe() throws {
        let folder = try HeldFolder()
        let path = "\(folder.path)/pipe"
        #expect(mkfifo(path, 0o600) == 0)
        #expect(
            throws: CSVError.unreadable(path: path, reason: "it is a pipe or a device, not a file")
        ) {
            try RecordFile(path: path, dialect: .quoted(delimiter: ",")).forEachRecord { _ in }
        }
    }

    @Test("CRLF reads like LF, also inside quotes, and counts as one line")
    func carriageReturns() throws {
        let text = "a,b\r\n\"x\r\ny\",2\r\n\r\n3,4\r\n"
        #expect(try fields(of: text) == [["a", "b"], ["x\r\ny", "2"], ["3", "4"]])
        // The second record takes lines 2 and 3, line 4 is blank.
        #expect(try lines(of: text) == [1, 2, 5])
    }

    @Test("blank lines are no records but count as lines")
    func blankLines() throws {
        let text = "\na\n\n \t \nb\n\n"
        #expect(try fields(of: text) == [["a"], ["b"]])
        #expect(try lines(of: text) == [2, 5])
    }

    @Test("a record begins where its first line is, whatever quoted newlines stood before it")
    func linesAfterQuotedNewlines() throws {
        // The first record takes lines 1 to 4, the second 5 and 6.
        #expect(try lines(of: "\"a\n\n\",\"b\nc\"\n\"d\ne\",f\ng,h\n") == [1, 5, 7])
    }

    @Test("a byte order mark is no part of the first field, quoted or not")
    func byteOrderMark() throws {
        #expect(try fields(of: "\u{FEFF}userId,b\n") == [["userId", "b"]])
        #expect(try fields(of: "\u{FEFF}\"userId\",b\n") == [["userId", "b"]])
        // Only at the beginning: elsewhere it is a character.
        #expect(try fields(of: "a\n\u{FEFF}b\n") == [["a"], ["\u{FEFF}b"]])
    }

    @Test("without quoting, a quote is a character like others")
    func plainQuotes() throws {
        #expect(
            try fields(of: "1|\"Heat\" (1995)|a\"b\n2|\"|c\n", as: .plain(delimiter: "|"))
                == [["1", "\"Heat\" (1995)", "a\"b"], ["2", "\"", "c"]]
        )
    }

    @Test("two colons separate, one does not, not even at the end of the file")
    func doubleColons() throws {
        #expect(
            try fields(
                of: "1::Star Wars: Episode IV (1977)::Sci-Fi\n2::12:01::a:",
                as: .doubleColons
            )
                == [["1", "Star Wars: Episode IV (1977)", "Sci-Fi"], ["2", "12:01", "a:"]]
        )
    }

    @Test("colons around the end of a chunk are told apart", arguments: -3...3)
    func colonsAtChunkBorder(shift: Int) throws {
        // "1::" and then the title: its end is byte `chunk + shift`.
        let title = String(repeating: "x", count: chunk + shift - 3)
        #expect(
            try fields(of: "1::\(title)::Drama\n", as: .doubleColons) == [["1", title, "Drama"]]
        )
        #expect(
            try fields(of: "1::\(title): II::Drama\n", as: .doubleColons)
                == [["1", title + ": II", "Drama"]]
        )
    }

    @Test("what a chunk cuts in two is read whole", arguments: -4...4)
    func cutsAtChunkBorder(shift: Int) throws {
        let filler = String(repeating: "x", count: chunk + shift - 4)
        #expect(
            try records(of: "\(filler)\r\n\"a\"\"\nb\",é\r\nc,d\r\n".utf8) == [
                KeptRecord(fields: [filler], line: 1),
                KeptRecord(fields: ["a\"\nb", "é"], line: 2),
                KeptRecord(fields: ["c", "d"], line: 4),
            ]
        )
    }

    @Test("many chunks give the same records as a cut by hand", arguments: 0..<10 as Range<UInt64>)
    func manyChunks(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let expected = (0..<8_000).map { _ in
            (0..<3).map { _ in
                String(repeating: "é", count: Int.random(in: 1...12, using: &generator))
            }
        }
        let text = expected.map { $0.joined(separator: ",") + "\n" }.joined()
        #expect(text.utf8.count > 3 * chunk)
        #expect(try fields(of: text) == expected)
    }

    @Test("an error of the receiver ends the reading and comes out as it is")
    func receiverThrows() throws {
        struct Enough: Error {}
        try TemporaryFolder.with { folder in
            let path = try folder.write("1\n2\n3\n4\n", to: "data.csv")
            var received = 0
            #expect(throws: Enough.self) {
                try RecordFile(path: path, dialect: comma).forEachRecord { _ in
                    received += 1
                    if received == 2 { throw Enough() }
                }
            }
            #expect(received == 2)
        }
    }

    @Test("a missing file is told with the system's reason")
    func missingFile() throws {
        try TemporaryFolder.with { folder in
            let file = RecordFile(path: folder.file("none.csv"), dialect: comma)
            #expect(
                folder.complaint { try file.forEachRecord { _ in } }
                    == "none.csv: cannot be read: No such file or directory"
            )
        }
    }

    @Test("a folder is no file, and leaves nothing open")
    func folder() throws {
        try TemporaryFolder.with { folder in
            try FileManager.default.createDirectory(
                atPath: folder.file("ratings"),
                withIntermediateDirectories: false
            )
            let file = RecordFile(path: folder.file("ratings"), dialect: comma)
            for _ in 0..<1_000 {
                #expect(
                    folder.complaint { try file.forEachRecord { _ in } }
                        == "ratings: cannot be read: it is a folder, not a file"
                )
            }
            let openFiles = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
            #expect(openFiles.count < 500)
        }
    }

    @Test("the first line that is not blank comes without its end and without a byte order mark")
    func firstLine() throws {
        try TemporaryFolder.with { folder in
            let texts = ["a,b\nc", "a,b\r\nc", "\u{FEFF}a,b\n", "a,b", "\n\r\na,b", "\n", ""]
            let found = try texts.map { text in
                try RecordFile.firstLine(of: folder.write(text, to: "data.csv"))
                    .map { String(decoding: $0, as: UTF8.self) }
            }
            #expect(found == ["a,b", "a,b", "a,b", "a,b", "a,b", "", nil])
        }
    }
}
