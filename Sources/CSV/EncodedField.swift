import CLibCSV

/// A field as it stands in a file, quoted where RFC 4180 asks for it.
///
/// Encoding once and writing often is what makes a file of many rows cheap.
package struct EncodedField: Sendable {
    let bytes: [UInt8]

    /// Encodes a text, an empty one as `""`, so that a loader does not take it for NULL.
    package init(_ text: String) { self.init(bytes: Array(text.utf8)) }

    /// Encodes bytes of any encoding as they are.
    package init(bytes raw: [UInt8]) {
        bytes = EncodedField.needsQuotes(raw) ? EncodedField.quoted(raw) : raw
    }

    private static func needsQuotes(_ raw: [UInt8]) -> Bool {
        guard let first = raw.first, let last = raw.last else { return true }
        let blanks: [UInt8] = [0x20, 0x09]
        // A reader drops a byte order mark at the beginning of a file, unless it is in quotes.
        let isMarked = raw.starts(with: [0xEF, 0xBB, 0xBF])
        return isMarked || blanks.contains(first) || blanks.contains(last)
            || raw.contains { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }
    }

    private static func quoted(_ raw: [UInt8]) -> [UInt8] {
        let room = 2 * raw.count + 2
        return [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
            count = csv_write2(buffer.baseAddress, room, raw, raw.count, UInt8(ascii: "\""))
        }
    }
}

/// Many fields as they stand in a file, in one piece of memory.
///
/// To append one of them touches nothing that cores would have to share.
package struct EncodedFields: Sendable {
    private var bytes: [UInt8] = []
    private var starts = [0]

    /// Encodes texts as `EncodedField` does.
    package init(_ texts: [String]) {
        for text in texts {
            bytes += EncodedField(text).bytes
            starts.append(bytes.count)
        }
    }

    /// Looks at the bytes of one of them.
    borrowing func withBytes(of place: Int, _ body: (Slice<UnsafeRawBufferPointer>) -> Void) {
        bytes.withUnsafeBytes { body($0[starts[place]..<starts[place + 1]]) }
    }
}
