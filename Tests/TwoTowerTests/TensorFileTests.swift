import Foundation
import LinearAlgebra
import Testing

@testable import TwoTower

@Suite("files of tensors")
struct TensorFileTests {
    private let matrix = Matrix(
        rowCount: 2,
        columnCount: 3,
        values: [1, -2, 0.5, .infinity, 0, 1e-30]
    )

    private var file: TensorFile {
        var file = TensorFile()
        file.metadata = ["temperature": "0.2", "note": "Müller \"quoted\""]
        file.append("embeddings", .matrix(matrix))
        file.append("starts", .integers64([0, .max, .min]))
        file.append("movies/a b", .integers32([7, -1]))
        file.append("nothing", .matrix(Matrix(rowCount: 0, columnCount: 4)))
        return file
    }

    @Test("what is written is read back, and written again to the same bytes")
    func roundTrip() throws {
        let read = try #require(TensorFile(decoding: file.encoded))
        #expect(read.metadata == file.metadata)
        #expect(Set(read.names) == Set(file.names))
        for name in file.names { #expect(read[name] == file[name]) }
        #expect(read["missing"] == nil)
        #expect(file.encoded == file.encoded)
    }

    @Test("the bytes are a little-endian header length, JSON, and the numbers as they are")
    func format() throws {
        let bytes = [UInt8](file.encoded)
        let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        #expect((8 + length) % 8 == 0)
        let json = try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length]))
        let header = try #require(json as? [String: [String: Any]])
        #expect(header["__metadata__"] as? [String: String] == file.metadata)
        let entry = try #require(header["embeddings"])
        #expect(entry["dtype"] as? String == "F32")
        #expect(entry["shape"] as? [Int] == [2, 3])
        let offsets = try #require(entry["data_offsets"] as? [Int])
        #expect(offsets.count == 2 && offsets[1] - offsets[0] == 24)
        let second = 8 + length + offsets[0] + 4
        let pattern = bytes[second..<second + 4].reversed().reduce(UInt32(0)) {
            $0 << 8 | UInt32($1)
        }
        #expect(Float(bitPattern: pattern) == -2)
        #expect(header["starts"]?["dtype"] as? String == "I64")
        #expect(header["movies/a b"]?["dtype"] as? String == "I32")
        // No bytes are left over: 24 + 3 · 8 + 2 · 4 + 0.
        #expect(bytes.count == 8 + length + 56)
    }

    @Test("a file cut anywhere is no file")
    func truncated() {
        let whole = file.encoded
        for count in 0..<whole.count {
            #expect(TensorFile(decoding: whole.prefix(count)) == nil, "\(count) bytes")
        }
    }

    @Test(
        "a header that lies gives nothing, and no crash",
        arguments: [
            "",
            "[]",
            "not json at all",
            #"{"a":{"dtype":"F32","shape":[1,1]}}"#,
            #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0]}}"#,
            #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[]}}"#,
            #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4,8]}}"#,
            #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[4,0]}}"#,
            #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[-4,0]}}"#,
            #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[8,12]}}"#,
            #"{"a":{"dtype":"F32","shape":[1,1],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F32","shape":[3,1],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,0]}}"#,
            #"{"a":{"dtype":"F32","shape":[4611686018427387904,1],"data_offsets":[0,0]}}"#,
            #"{"a":{"dtype":"I64","shape":[2305843009213693952],"data_offsets":[0,0]}}"#,
            #"{"a":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]}}"#,
            #"{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,9223372036854775807]}}"#,
            #"{"__metadata__":{"temperature":0.2}}"#,
        ]
    )
    func lies(header: String) {
        #expect(TensorFile(decoding: Self.bytes(header, body: Data(count: 8))) == nil)
    }

    @Test("a header longer than the file is no file", arguments: [9, 1 << 40, .max] as [UInt64])
    func tooLong(length: UInt64) {
        var bytes = withUnsafeBytes(of: length.littleEndian) { Data($0) }
        bytes += Data("{}".utf8)
        #expect(TensorFile(decoding: bytes) == nil)
    }

    @Test("an honest header written by hand is read")
    func byHand() throws {
        let header = #"{"a":{"shape":[1,2],"data_offsets":[0,8],"dtype":"F32"}}   "#
        // 1 is 0x3F800000 and -2 is 0xC0000000.
        let body = Data([0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0])
        let read = try #require(TensorFile(decoding: Self.bytes(header, body: body)))
        #expect(read["a"] == .matrix(Matrix(rowCount: 1, columnCount: 2, values: [1, -2])))
    }

    @Test("a file that is missing or no file of tensors is named in the error")
    func unreadable() throws {
        let missing = try #require(throws: TensorFileError.self) {
            _ = try TensorFile(contentsOf: "/nowhere/at all.safetensors")
        }
        #expect(
            missing.description
                == "/nowhere/at all.safetensors: cannot be read: it is absent or closed to us"
        )
        let wrong = try #require(throws: TensorFileError.self) {
            _ = try TensorFile(contentsOf: "/dev/null")
        }
        #expect(wrong.description.hasPrefix("/dev/null: cannot be read: "))
    }

    private static func bytes(_ header: String, body: Data) -> Data {
        let length = UInt64(header.utf8.count).littleEndian
        return withUnsafeBytes(of: length) { Data($0) } + Data(header.utf8) + body
    }
}

extension TensorFile {
    /// The bytes of the file in one piece.
    fileprivate var encoded: Data {
        var bytes = Data()
        forEachPiece { bytes.append(contentsOf: $0) }
        return bytes
    }
}
