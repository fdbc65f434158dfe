import CKernels
import Cores

/// A part of a file that begins and ends between two records.
struct FilePiece: Equatable, Sendable {
    let bytes: Range<Int>
    /// The line on which it begins, counted from 1.
    let firstLine: Int
    /// How many records it has at most.
    let mostRecords: Int
}

extension InputFile {
    /// Cuts the file into pieces that can be read apart.
    ///
    /// A cut comes after a line feed with an even number of quotes before it. As long as there is
    /// nothing wrong with the quotes, such a line feed is outside of quoted fields; where something
    /// is wrong, the piece that holds it says so, and those behind it do not matter.
    ///
    /// - Parameters:
    ///   - dialect: Whether there are quoted fields.
    ///   - size: In each block of so many bytes is one cut at most.
    /// - Returns: All of the text, in order; a piece may be empty.
    /// - Throws: `CSVError.unreadable`.
    func pieces(_ dialect: Dialect, size: Int) throws -> [FilePiece] {
        let start = try textStart()
        let blocks = Cores.ranges(of: byteCount, size: size)
        let surveys = try Cores.map(blocks.count) { number in
            try survey(blocks[number], dialect)
        }
        var cuts = [(place: start, line: 1)]
        var (lineCount, quoteCount) = (0, 0)
        for (number, survey) in surveys.enumerated() {
            if number > 0, let cut = survey.firstLineEnds[quoteCount % 2] {
                cuts.append((cut.place, cut.lineCount + lineCount + 1))
            }
            lineCount += survey.lineCount
            quoteCount += survey.quoteCount
        }
        cuts.append((byteCount, lineCount + 1))
        return zip(cuts, cuts.dropFirst()).map { cut, next in
            FilePiece(
                bytes: cut.place..<next.place,
                firstLine: cut.line,
                mostRecords: next.line - cut.line + 1
            )
        }
    }

    private func survey(_ block: Range<Int>, _ dialect: Dialect) throws -> Survey {
        var survey = Survey()
        var place = block.lowerBound
        try forEachChunk(in: block) { chunk in
            survey.add(chunk, at: place, isQuoted: dialect.isQuoted)
            place += chunk.count
        }
        return survey
    }
}

/// What a block of a file has.
private struct Survey {
    private(set) var lineCount = 0
    private(set) var quoteCount = 0
    /// The places behind the first line feeds after an even and after an odd number of quotes,
    /// each with the number of lines up to there.
    private(set) var firstLineEnds: [(place: Int, lineCount: Int)?] = [nil, nil]

    private static let lineFeed = UInt8(ascii: "\n")
    private static let quote = UInt8(ascii: "\"")

    mutating func add(_ chunk: UnsafeRawBufferPointer, at place: Int, isQuoted: Bool) {
        let quotes = isQuoted ? chunk.count(of: Self.quote) : 0
        let lacksLineEnd =
            firstLineEnds[quoteCount % 2] == nil
            || quotes > 0 && firstLineEnds[1 - quoteCount % 2] == nil
        if lacksLineEnd { findLineEnds(in: chunk, at: place, isQuoted: isQuoted) }
        lineCount += chunk.count(of: Self.lineFeed)
        quoteCount += quotes
    }

    private mutating func findLineEnds(
        in chunk: UnsafeRawBufferPointer,
        at place: Int,
        isQuoted: Bool
    ) {
        var (lines, quotes) = (lineCount, quoteCount)
        for (index, byte) in chunk.enumerated() {
            if isQuoted, byte == Self.quote { quotes += 1 }
            guard byte == Self.lineFeed else { continue }
            lines += 1
            if firstLineEnds[quotes % 2] == nil {
                firstLineEnds[quotes % 2] = (place + index + 1, lines)
            }
        }
    }
}

extension UnsafeRawBufferPointer {
    /// How many of the bytes are this one.
    func count(of byte: UInt8) -> Int {
        guard let base = baseAddress?.assumingMemoryBound(to: UInt8.self) else { return 0 }
        return ck_count_byte(base, count, byte)
    }
}
