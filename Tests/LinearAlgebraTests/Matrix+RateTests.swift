import LinearAlgebra
import Testing

@Suite("The machine's matrix products")
struct MatrixRateTests {
    @Test("their rate is that of a computer")
    func peak() {
        // From an old core that is busy with other things to many new ones.
        #expect((1e8..<1e15).contains(Matrix.measuredPeak()))
    }
}
