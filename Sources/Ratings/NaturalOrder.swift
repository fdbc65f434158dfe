/// The order of ids in every file we write: whole numbers by value, then all others by their bytes.
///
/// `7 < 007 < 8 < 10 < ABC-9 < abc`. Two ids are equal only if they are the same text, so this is
/// one total order; a number may have any number of digits.
package func naturallyPrecedes(_ left: String, _ right: String) -> Bool {
    switch (significantDigits(of: left), significantDigits(of: right)) {
    case (let leftDigits?, let rightDigits?):
        if leftDigits.count != rightDigits.count { return leftDigits.count < rightDigits.count }
        if !leftDigits.elementsEqual(rightDigits) {
            return leftDigits.lexicographicallyPrecedes(rightDigits)
        }
        return left.utf8.count < right.utf8.count
    case (.some, nil): return true
    case (nil, .some): return false
    case (nil, nil): return left.utf8.lexicographicallyPrecedes(right.utf8)
    }
}

/// The digits of a whole number without its leading zeros, or `nil` for any other text.
private func significantDigits(of text: String) -> Substring.UTF8View? {
    let bytes = text.utf8
    let zero = UInt8(ascii: "0")
    guard !bytes.isEmpty, bytes.allSatisfy({ $0 >= zero && $0 <= UInt8(ascii: "9") }) else {
        return nil
    }
    return bytes.drop { $0 == zero }
}
