/// Records as they stand in a file: UTF-8, LF, commas.
package struct EncodedRecords: Sendable {
    private(set) var bytes: [UInt8] = []
    private var isAtStartOfRecord = true
    /// How many records were ended.
    package private(set) var count = 0

    package init() {}

    /// Appends a record of texts.
    package mutating func append(record: [String]) {
        for text in record { append(EncodedField(text)) }
        endRecord()
    }

    /// Appends a field.
    package mutating func append(_ field: borrowing EncodedField) {
        separate()
        bytes += field.bytes
    }

    /// Appends one of many fields.
    package mutating func append(_ fields: borrowing EncodedFields, _ place: Int) {
        separate()
        fields.append(place, to: &bytes)
    }

    /// Appends a whole number.
    package mutating func append(_ number: Int) {
        separate()
        appendDigits(of: number)
    }

    /// Appends nothing between two commas, which loaders read as NULL.
    package mutating func appendNull() { separate() }

    /// Appends a finite number with six decimals, rounded half away from zero.
    package mutating func append(decimal number: Float) {
        precondition(number.isFinite, "\(number) cannot be written")
        separate()
        let millionths = (Double(number) * 1_000_000).rounded()
        guard millionths.magnitude < 9e18 else {
            bytes += Array("\(number)".utf8)
            return
        }
        let whole = Int(millionths)
        if whole < 0 { bytes.append(UInt8(ascii: "-")) }
        let (units, fraction) = whole.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        appendDigits(of: Int(units))
        bytes.append(UInt8(ascii: "."))
        var place: UInt = 100_000
        while place > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(fraction / place % 10))
            place /= 10
        }
    }

    /// Ends the record.
    package mutating func endRecord() {
        bytes.append(UInt8(ascii: "\n"))
        isAtStartOfRecord = true
        count += 1
    }

    private mutating func separate() {
        if !isAtStartOfRecord { bytes.append(UInt8(ascii: ",")) }
        isAtStartOfRecord = false
    }

    private mutating func appendDigits(of number: Int) {
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = number.magnitude
        let start = bytes.count
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }
}
