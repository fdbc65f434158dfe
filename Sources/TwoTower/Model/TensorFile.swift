import Foundation
import LinearAlgebra

/// Named arrays in a file of the safetensors format: a header of JSON, then the bytes as they are.
///
/// Python, Rust and C++ tools read it: https://github.com/huggingface/safetensors.
package struct TensorFile: Sendable {
    /// One array.
    package enum Tensor: Equatable, Sendable {
        /// 32-bit floats. Shape `[rows, columns]`.
        case matrix(Matrix)
        case integers32([Int32])
        case integers64([Int64])
    }

    /// Texts beside the arrays.
    package var metadata: [String: String] = [:]
    private var tensors: [(name: String, tensor: Tensor)] = []

    package init() {}

    /// Adds an array under a name not used yet.
    package mutating func append(_ name: String, _ tensor: Tensor) {
        precondition(self[name] == nil, "two tensors named \(name)")
        tensors.append((name, tensor))
    }

    /// The array of a name.
    package subscript(name: String) -> Tensor? { tensors.first { $0.name == name }?.tensor }

    /// All names, in order.
    package var names: [String] { tensors.map(\.name) }
}

/// Why a file of tensors cannot be used.
package enum TensorFileError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, reason: String)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path): cannot be read: \(reason)"
        }
    }
}

extension TensorFile {
    /// Hands out the bytes of the file from its beginning to its end, without a copy of the arrays.
    ///
    /// - Throws: What `body` throws.
    package func forEachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        try header.withUnsafeBytes(body)
        for (_, tensor) in tensors { try tensor.withUnsafeBytes(body) }
    }

    /// The length of the JSON, and the JSON, filled with blanks up to a multiple of 64 bytes.
    private var header: Data {
        var entries: [String: Entry] = [:]
        var end = 0
        for (name, tensor) in tensors {
            let start = end
            end += tensor.withUnsafeBytes(\.count)
            entries[name] = Entry(
                dtype: tensor.dtype,
                shape: tensor.shape,
                data_offsets: [start, end]
            )
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Only strings and whole numbers are encoded, which cannot fail.
        var json = (try? encoder.encode(Header(metadata: metadata, entries: entries))) ?? Data()
        while (json.count + 8) % 64 != 0 { json.append(UInt8(ascii: " ")) }
        return withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) } + json
    }

    /// Reads a file.
    package init(contentsOf path: String) throws(TensorFileError) {
        guard let file = FileManager.default.contents(atPath: path) else {
            throw .unreadable(path: path, reason: "it is absent or closed to us")
        }
        guard let parsed = TensorFile(decoding: file) else {
            throw .unreadable(path: path, reason: "it is not a whole safetensors file")
        }
        self = parsed
    }

    /// Takes the bytes of a file apart; `nil` if they are not a whole one.
    package init?(decoding file: Data) {
        guard file.count >= 8 else { return nil }
        let length = file.prefix(8).enumerated().reduce(UInt64(0)) {
            $0 | UInt64($1.element) << (8 * UInt64($1.offset))
        }
        guard length <= UInt64(file.count - 8),
            let header = try? JSONDecoder().decode(
                Header.self,
                from: file.dropFirst(8).prefix(Int(length))
            )
        else { return nil }
        let body = file.dropFirst(8 + Int(length))
        metadata = header.metadata
        for (name, entry) in header.entries.sorted(by: { $0.value.start < $1.value.start }) {
            guard entry.data_offsets.count == 2, entry.start >= 0, entry.start <= entry.end,
                entry.end <= body.count,
                let tensor = Tensor(
                    entry,
                    bytes: body.dropFirst(entry.start).prefix(entry.end - entry.start)
                )
            else { return nil }
            append(name, tensor)
        }
    }

    /// What the header says of one array; the names are the format's.
    fileprivate struct Entry: Codable {
        let dtype: String
        let shape: [Int]
        let data_offsets: [Int]

        var start: Int { data_offsets.first ?? 0 }
        var end: Int { data_offsets.last ?? 0 }
    }

    private struct Header: Codable {
        let metadata: [String: String]
        let entries: [String: Entry]

        init(metadata: [String: String], entries: [String: Entry]) {
            self.metadata = metadata
            self.entries = entries
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            var metadata: [String: String] = [:]
            var entries: [String: Entry] = [:]
            for key in container.allKeys {
                if key == Key.metadata {
                    metadata = try container.decode([String: String].self, forKey: key)
                } else {
                    entries[key.stringValue] = try container.decode(Entry.self, forKey: key)
                }
            }
            self.init(metadata: metadata, entries: entries)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            if !metadata.isEmpty { try container.encode(metadata, forKey: .metadata) }
            for (name, entry) in entries {
                try container.encode(entry, forKey: Key(stringValue: name))
            }
        }
    }

    private struct Key: CodingKey, Equatable {
        static let metadata = Key(stringValue: "__metadata__")

        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}

extension TensorFile.Tensor {
    fileprivate var dtype: String {
        switch self {
        case .matrix: "F32"
        case .integers32: "I32"
        case .integers64: "I64"
        }
    }

    fileprivate var shape: [Int] {
        switch self {
        case .matrix(let matrix): [matrix.rowCount, matrix.columnCount]
        case .integers32(let integers): [integers.count]
        case .integers64(let integers): [integers.count]
        }
    }

    fileprivate func withUnsafeBytes<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        switch self {
        case .matrix(let matrix): try matrix.values.withUnsafeBytes(body)
        case .integers32(let integers): try integers.withUnsafeBytes(body)
        case .integers64(let integers): try integers.withUnsafeBytes(body)
        }
    }

    fileprivate init?(_ entry: TensorFile.Entry, bytes: Data) {
        guard entry.shape.allSatisfy({ $0 >= 0 }) else { return nil }
        switch (entry.dtype, entry.shape.count) {
        case ("F32", 2):
            let (count, isTooLarge) = entry.shape[0].multipliedReportingOverflow(by: entry.shape[1])
            guard !isTooLarge, let values: [Float] = Self.values(of: bytes, count: count) else {
                return nil
            }
            self = .matrix(
                Matrix(rowCount: entry.shape[0], columnCount: entry.shape[1], values: values)
            )
        case ("I32", 1):
            guard let values: [Int32] = Self.values(of: bytes, count: entry.shape[0]) else {
                return nil
            }
            self = .integers32(values)
        case ("I64", 1):
            guard let values: [Int64] = Self.values(of: bytes, count: entry.shape[0]) else {
                return nil
            }
            self = .integers64(values)
        default:
            return nil
        }
    }

    /// The numbers that little-endian bytes stand for, if there are as many as there should be.
    private static func values<Number: BitwiseCopyable>(of bytes: Data, count: Int) -> [Number]? {
        // Not multiplied: the count of a hostile header may be any number.
        let (whole, rest) = bytes.count.quotientAndRemainder(dividingBy: MemoryLayout<Number>.size)
        guard whole == count, rest == 0 else { return nil }
        return bytes.withUnsafeBytes { raw in
            (0..<count).map {
                raw.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Number>.size, as: Number.self)
            }
        }
    }
}
