import CSV
import Fixtures
import Testing

@Suite("Reading a file in pieces")
struct FilePieceTests {
    /// What a reading gave before it ended, and why it ended if not at the end of the file.
    private struct Reading: Equatable {
        var records: [KeptRecord] = []
        var complaint: String?
    }

    private func atOnce(_ file: RecordFile, _ folder: TemporaryFolder) -> Reading {
        var reading = Reading()
        reading.complaint = folder.complaint {
            try file.forEachRecord { reading.records.append(KeptRecord($0)) }
        }
        return reading
    }

    private func inPieces(
        of size: Int,
        _ file: RecordFile,
        _ folder: TemporaryFolder
    ) throws -> Reading {
        var reading = Reading()
        let pieces = try file.gatherPieces(of: size) { mostRecords in
            (records: [KeptRecord](), mostRecords: mostRecords)
        } body: { records, piece in
            piece.records += (0..<records.count).map { KeptRecord(records[$0]) }
        }
        for (piece, error) in pieces {
            #expect(piece.records.count <= piece.mostRecords)
            reading.records += piece.records
            if let error {
                reading.complaint = folder.complaint { throw error }
                break
            }
        }
        return reading
    }

    @Test(
        "pieces of any size are the file: records, lines and the first thing wrong",
        arguments: 0..<150 as Range<UInt64>
    )
    func randomBytes(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        // Few kinds of bytes, so that much is quoted and half of it is wrong.
        let alphabet = Array(seed % 3 == 0 ? "\",\n\r\0 a:é".utf8 : "\"\",\nab\r\n".utf8)
        let bytes = (0..<Int.random(in: 1...80, using: &generator)).compactMap { _ in
            alphabet.randomElement(using: &generator)
        }
        try TemporaryFolder.with { folder in
            let path = try folder.write(bytes, to: "data.csv")
            for dialect in [comma, .plain(delimiter: ","), .doubleColons] {
                let file = RecordFile(path: path, dialect: dialect)
                let expected = atOnce(file, folder)
                for size in [1, 2, 3, 7, 20, 100] {
                    #expect(try inPieces(of: size, file, folder) == expected)
                }
            }
        }
    }

    @Test(
        "good files with line feeds in quotes are read alike in pieces",
        arguments: 0..<30 as Range<UInt64>
    )
    func quotedLineFeeds(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let fields = ["a", "12", "\"x\ny\"", "\"\"", "\"say \"\"hi\"\"\n\"", "\" , \n\n\"", "é"]
        let lines = (0..<200).map { _ in
            (0..<3).compactMap { _ in fields.randomElement(using: &generator) }
                .joined(separator: ",")
        }
        let text = "\u{FEFF}" + lines.joined(separator: seed % 2 == 0 ? "\n" : "\r\n")
        try TemporaryFolder.with { folder in
            let file = RecordFile(path: try folder.write(text, to: "data.csv"), dialect: comma)
            let expected = atOnce(file, folder)
            #expect(expected.records.count == 200)
            #expect(expected.complaint == nil)
            for size in [1, 10, 64, 500, 1 << 20] {
                #expect(try inPieces(of: size, file, folder) == expected)
            }
        }
    }

    @Test("a file without a byte has one piece without a record")
    func empty() throws {
        try TemporaryFolder.with { folder in
            let file = RecordFile(path: try folder.write("", to: "data.csv"), dialect: comma)
            #expect(try inPieces(of: 10, file, folder) == Reading())
        }
    }

    @Test("the first record is found whatever comes behind it")
    func firstRecord() throws {
        try TemporaryFolder.with { folder in
            let texts = ["\n\na,b\n1,\"", "a,b", "", "\n"]
            let found = try texts.map { text in
                try RecordFile(path: folder.write(text, to: "data.csv"), dialect: comma)
                    .firstRecord(KeptRecord.init)
            }
            #expect(found.map(\.?.fields) == [["a", "b"], ["a", "b"], nil, nil])
            #expect(found.map(\.?.line) == [3, 1, nil, nil])
        }
    }
}
