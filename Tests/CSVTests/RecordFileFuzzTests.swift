import CSV
import Fixtures
import Foundation
import Testing

@Suite("Reading whatever comes")
struct RecordFileFuzzTests {
    private static let parts: UInt64 = 8
    private static let inputCount =
        ProcessInfo.processInfo.environment["FUZZ_INPUTS"].flatMap(Int.init) ?? 40_000

    @Test(
        "the reader and a slow parser agree on what is wrong and on every field",
        arguments: 0..<parts
    )
    func agreement(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let file = try ScratchFile()
        var acceptedCount = 0
        let count = Self.inputCount / Int(Self.parts)
        for _ in 0..<count {
            let layout = Layout.all.randomElement(using: &generator) ?? Layout.all[0]
            let bytes = Self.input(for: layout, using: &generator)
            try file.replace(with: bytes)
            let expected = SlowParser.records(
                of: bytes,
                delimiter: layout.delimiter,
                isQuoted: layout.isQuoted
            )
            let pieceSizes = [nil, nil, 1, 5, 30]
            let found = Self.records(
                of: file.path,
                as: layout.dialect,
                pieceSize: bytes.count > 1_000
                    ? nil : pieceSizes.randomElement(using: &generator) ?? nil
            )
            guard found == expected else {
                Issue.record(
                    """
                    \(layout.delimiter) quoted: \(layout.isQuoted), seed \(seed): \
                    \(String(reflecting: String(decoding: bytes.suffix(200), as: UTF8.self)))
                    read as \(found.map { "\($0.suffix(5))" } ?? "wrong") \
                    instead of \(expected.map { "\($0.suffix(5))" } ?? "wrong")
                    """
                )
                return
            }
            if expected != nil { acceptedCount += 1 }
        }
        // Neither answer may be rare, or the other is never tried.
        #expect(acceptedCount > count / 5)
        #expect(acceptedCount < count - count / 5)
    }

    private struct Layout {
        let dialect: Dialect
        let delimiter: String
        let isQuoted: Bool

        static let all = [
            Layout(dialect: comma, delimiter: ",", isQuoted: true),
            Layout(dialect: comma, delimiter: ",", isQuoted: true),
            Layout(dialect: .quoted(delimiter: "\t"), delimiter: "\t", isQuoted: true),
            Layout(dialect: .plain(delimiter: "|"), delimiter: "|", isQuoted: false),
            Layout(dialect: .doubleColons, delimiter: "::", isQuoted: false),
        ]
    }

    /// Records as they should be, then bytes changed, put in and left out.
    private static func input(for layout: Layout, using generator: inout SplitMix64) -> [UInt8] {
        let contents = ["", "a", "é", "7", " ", "\t", "\"\"", "\n", "\r\n", ",", "|", ":", "日"]
        let lineEnds = ["\n", "\r\n"]
        let lineEnd = lineEnds.randomElement(using: &generator) ?? "\n"
        var text = Int.random(in: 0..<20, using: &generator) == 0 ? "\u{FEFF}" : ""
        // The reader's chunks have 65,536 bytes: let some inputs reach over the first.
        if Int.random(in: 0..<200, using: &generator) == 0 {
            text += String(
                repeating: "x",
                count: 65_536 - Int.random(in: 0..<40, using: &generator)
            )
        }
        for _ in 0..<Int.random(in: 0...4, using: &generator) {
            let fields = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
                let field = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
                    contents.randomElement(using: &generator) ?? ""
                }
                let isPlain = !layout.isQuoted || Bool.random(using: &generator)
                let plain = field.filter { !$0.contains { "\"\n\r\n".contains($0) } }
                return isPlain ? plain.joined() : "\"" + field.joined() + "\""
            }
            text += fields.joined(separator: layout.delimiter) + lineEnd
        }
        var bytes = Array(text.utf8)
        for _ in 0..<Int.random(in: 0...3, using: &generator) { damage(&bytes, using: &generator) }
        return bytes
    }

    private static func damage(_ bytes: inout [UInt8], using generator: inout SplitMix64) {
        let odd = Array("\"\",,\n\r: \t|a".utf8) + [0, 0x1F, 0xEF, 0xBB, 0xBF, 0xFF]
        let byte = odd.randomElement(using: &generator) ?? 0
        // Near the end, where the records are, whatever has been put before them.
        let place = bytes.count - Int.random(in: 0...min(60, bytes.count), using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: bytes.insert(byte, at: place)
        case 1 where place < bytes.count: bytes[place] = byte
        case 2 where place < bytes.count: bytes.removeSubrange(place...)
        default: break
        }
    }

    /// What the reader makes of a file, at once or in pieces; `nil` if it refuses it.
    private static func records(
        of path: String,
        as dialect: Dialect,
        pieceSize: Int?
    ) -> [KeptRecord]? {
        let file = RecordFile(path: path, dialect: dialect)
        do {
            guard let pieceSize else {
                var kept: [KeptRecord] = []
                try file.forEachRecord { kept.append(KeptRecord($0)) }
                return kept
            }
            return try file.gatherPieces(of: pieceSize) { _ in
                [KeptRecord]()
            } body: { records, kept in
                kept += (0..<records.count).map { KeptRecord(records[$0]) }
            }
            .flatMap { piece in
                if let error = piece.error { throw error }
                return piece.gathered
            }
        } catch CSVError.malformed {
            return nil
        } catch {
            Issue.record("\(error)")
            return nil
        }
    }
}

/// A file for a million inputs one after the other; in memory where the system has a place for that.
private final class ScratchFile {
    let path: String
    private let descriptor: Int32

    init() throws {
        let folder = access("/dev/shm", W_OK) == 0 ? "/dev/shm/" : NSTemporaryDirectory()
        path = folder + "twotower-test-\(UUID().uuidString)"
        descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        try #require(descriptor >= 0)
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    func replace(with bytes: [UInt8]) throws {
        try #require(ftruncate(descriptor, 0) == 0)
        try #require(pwrite(descriptor, bytes, bytes.count, 0) == bytes.count)
    }
}
