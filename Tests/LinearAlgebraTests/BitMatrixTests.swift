import Fixtures
import LinearAlgebra
import Testing

@Suite("Matrices of bits")
struct BitMatrixTests {
    @Test(
        "bits are set, cleared and counted as in a matrix of truths",
        arguments: [1, 63, 64, 65, 300]
    )
    func counts(columnCount: Int) {
        var generator = SplitMix64(seed: UInt64(columnCount))
        var bits = BitMatrix(rowCount: 3, columnCount: columnCount)
        var truths = [[Bool]](repeating: [Bool](repeating: false, count: columnCount), count: 3)
        for _ in 0..<3 * columnCount {
            let row = Int.random(in: 0..<3, using: &generator)
            let column = Int.random(in: 0..<columnCount, using: &generator)
            let truth = Int.random(in: 0..<3, using: &generator) > 0
            bits[row, column] = truth
            truths[row][column] = truth
        }
        let some = (0..<columnCount).filter { _ in Bool.random(using: &generator) }
        for row in 0..<3 {
            #expect(
                bits.count(ofRow: row, among: some.map(Int32.init))
                    == some.count { truths[row][$0] }
            )
            #expect((0..<columnCount).map { bits[row, $0] } == truths[row])
            for other in 0..<3 {
                let expected = zip(truths[row], truths[other]).count { $0 && $1 }
                #expect(bits.commonCount(row, other) == expected)
            }
        }
    }

    @Test("no columns have none in common")
    func empty() {
        let bits = BitMatrix(rowCount: 2, columnCount: 0)
        #expect(bits.commonCount(0, 1) == 0)
        #expect(bits.count(ofRow: 1, among: []) == 0)
    }
}
