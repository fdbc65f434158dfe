import Cores

/// Writes records to a new file.
package struct RecordWriter: ~Copyable {
    private let file: OutputFile
    /// How many records were written, the header among them.
    package private(set) var recordCount = 0

    /// Creates the file; one that exists is an error.
    package init(creating path: String) throws(CSVError) { file = try OutputFile(creating: path) }

    /// Writes a record of texts, such as the header.
    package mutating func append(record: [String]) throws(CSVError) {
        var records = EncodedRecords()
        records.append(record: record)
        try append(records)
    }

    /// Writes records.
    package mutating func append(_ records: borrowing EncodedRecords) throws(CSVError) {
        try records.withBytes { bytes throws(CSVError) in try append(bytes, of: records.count) }
    }

    /// Writes the records of many things in their order, encoded in blocks on several cores.
    ///
    /// - Parameters:
    ///   - count: How many things there are.
    ///   - size: How many make a block; all blocks that are in memory at a time should be small.
    ///   - encode: Appends the records of some things, and returns what there is to say of them.
    /// - Returns: What `encode` returned, block after block.
    /// - Throws: `CSVError.unwritable`.
    @discardableResult
    package mutating func append<Result: Sendable>(
        _ count: Int,
        inBlocksOf size: Int,
        _ encode: @Sendable (Range<Int>, inout EncodedRecords) -> Result
    ) throws(CSVError) -> [Result] {
        let blocks = Cores.ranges(of: count, size: size)
        var results: [Result] = []
        for wave in Cores.ranges(of: blocks.count, size: Self.blocksAtATime) {
            let encoded = Cores.map(wave.count) { number in
                var records = EncodedRecords()
                let result = encode(blocks[wave.lowerBound + number], &records)
                return (
                    bytes: records.withBytes { Array($0) }, count: records.count, result: result
                )
            }
            for block in encoded {
                try block.bytes.withUnsafeBufferPointer { bytes throws(CSVError) in
                    try append(bytes, of: block.count)
                }
                results.append(block.result)
            }
        }
        return results
    }

    private mutating func append(
        _ bytes: UnsafeBufferPointer<UInt8>,
        of recordCount: Int
    ) throws(CSVError) {
        try file.write(UnsafeRawBufferPointer(bytes))
        self.recordCount += recordCount
    }

    private static let blocksAtATime = 16

    /// Waits until the disk holds the file.
    package consuming func finish() throws(CSVError) { try file.synchronise() }
}
