/// A small generator that makes a test's choices repeatable.
package struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Numbers between -1 and 1.
    package mutating func floats(_ count: Int) -> [Float] {
        (0..<count).map { _ in Float.random(in: -1...1, using: &self) }
    }

    /// Whole numbers as floats, whose sums and products are exact.
    package mutating func wholeFloats(_ count: Int, in range: ClosedRange<Int>) -> [Float] {
        (0..<count).map { _ in Float(Int.random(in: range, using: &self)) }
    }
}
