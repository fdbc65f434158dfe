/// Records as they stand in a file: UTF-8, LF, commas.
package struct EncodedRecords: ~Copyable {
    private var room = Room<UInt8>()
    private var isAtStartOfRecord = true
    /// How many records were ended.
    package private(set) var count = 0

    package init() {}

    /// Looks at what was appended.
    borrowing func withBytes<Result, Failure: Error>(
        _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(room.all)
    }

    /// Appends a record of texts.
    package mutating func append(record: [String]) {
        for text in record { append(EncodedField(text)) }
        endRecord()
    }

    /// Appends a field.
    package mutating func append(_ field: borrowing EncodedField) {
        field.bytes.withUnsafeBytes { append($0[...]) }
    }

    /// Appends one of many fields.
    package mutating func append(_ fields: borrowing EncodedFields, _ place: Int) {
        fields.withBytes(of: place) { append($0) }
    }

    /// Appends a whole number.
    package mutating func append(_ number: Int) {
        separate(reserving: Self.longestNumber)
        appendDigits(of: number.magnitude, isNegative: number < 0)
    }

    /// Appends nothing between two commas, which loaders read as NULL.
    package mutating func appendNull() { separate(reserving: 0) }

    /// Appends a finite number with six decimals, rounded half away from zero.
    package mutating func append(decimal number: Float) {
        precondition(number.isFinite, "\(number) cannot be written")
        let millionths = (Double(number) * 1_000_000).rounded()
        guard millionths.magnitude < 9e18 else {
            append(EncodedField("\(number)"))
            return
        }
        separate(reserving: Self.longestNumber)
        let (units, fraction) = UInt(millionths.magnitude).quotientAndRemainder(
            dividingBy: 1_000_000
        )
        appendDigits(of: units, isNegative: millionths < 0)
        // A 1 in front keeps the zeros of the six digits; the point takes its place.
        let point = room.count
        appendDigits(of: 1_000_000 + fraction, isNegative: false)
        room[point] = UInt8(ascii: ".")
    }

    /// Ends the record.
    package mutating func endRecord() {
        room.reserve(1)
        room.append(UInt8(ascii: "\n"))
        isAtStartOfRecord = true
        count += 1
    }

    private mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) {
        separate(reserving: bytes.count)
        room.append(bytes)
    }

    /// Begins a field of so many bytes at most.
    private mutating func separate(reserving most: Int) {
        room.reserve(most + 1)
        if !isAtStartOfRecord { room.append(UInt8(ascii: ",")) }
        isAtStartOfRecord = false
    }

    /// A sign, twenty digits and a point.
    private static let longestNumber = 22

    private mutating func appendDigits(of magnitude: UInt, isNegative: Bool) {
        if isNegative { room.append(UInt8(ascii: "-")) }
        let start = room.count
        var rest = magnitude
        repeat {
            room.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        room.reverse(from: start)
    }
}
