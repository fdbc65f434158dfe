/// The lines of a file as they stand, from the first to the last.
package struct LineReader: ~Copyable {
    private let input: InputFile
    /// How many bytes have been read.
    private var readCount = 0
    private var chunk: ArraySlice<UInt8> = []
    /// How many lines have been passed.
    private var passedCount = 0

    private static let chunkSize = 1 << 16

    package init(path: String) throws(CSVError) { input = try InputFile(path: path) }

    /// The bytes of some lines, without the line end of the last one.
    ///
    /// - Parameter lines: Counted from 1; none that was passed already.
    /// - Returns: Fewer lines, or nothing, where the file ends before them.
    /// - Throws: `CSVError.unreadable`.
    package mutating func bytes(of lines: Range<Int>) throws(CSVError) -> [UInt8] {
        precondition(lines.lowerBound > passedCount, "line \(lines.lowerBound) was passed already")
        while passedCount < lines.lowerBound - 1, try passLine({ _ in }) {}
        var bytes: [UInt8] = []
        while passedCount < lines.upperBound - 1, try passLine({ bytes += $0 }) {}
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return bytes
    }

    /// How many lines the file has; all of them are passed then.
    package mutating func countToEnd() throws(CSVError) -> Int {
        while try passLine({ _ in }) {}
        return passedCount
    }

    /// Hands out the next line, LF and all, in one piece or several.
    ///
    /// - Returns: Whether there was one.
    private mutating func passLine(_ take: (ArraySlice<UInt8>) -> Void) throws(CSVError) -> Bool {
        var hasBegun = false
        while true {
            if chunk.isEmpty {
                guard readCount < input.byteCount else { break }
                let end = min(readCount + Self.chunkSize, input.byteCount)
                chunk = try input.bytes(readCount..<end)[...]
                readCount = end
            }
            hasBegun = true
            if let end = chunk.firstIndex(of: UInt8(ascii: "\n")) {
                take(chunk[...end])
                chunk = chunk[(end + 1)...]
                break
            }
            take(chunk)
            chunk = []
        }
        if hasBegun { passedCount += 1 }
        return hasBegun
    }
}
