/// The only source of randomness: SplitMix64 (Steele, Lea & Flood, OOPSLA 2014).
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// The generator of one stage of a run.
    ///
    /// Each stage has its own, so that adding a stage does not disturb the others.
    ///
    /// - Parameters:
    ///   - seed: The run's seed.
    ///   - stage: The stage's name, such as `split`.
    package init(seed: UInt64, stage: StaticString) {
        state = seed
        stage.withUTF8Buffer { name in
            for byte in name { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        _ = next()
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A uniform number in 0..<1, of 24 random bits.
    package mutating func uniform() -> Float { Float(next() >> 40) / 16_777_216 }
}
