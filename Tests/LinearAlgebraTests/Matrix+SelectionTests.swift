import Fixtures
import LinearAlgebra
import Testing

@Suite("Scores above a threshold")
struct MatrixSelectionTests {
    /// What a selection found, as pairs.
    private func found(_ selection: Selection) -> [(UInt32, Float)] {
        Array(zip(selection.candidates, selection.scores).prefix(selection.count))
    }

    @Test("exactly the scores above the threshold are found, from left to right")
    func oracle() {
        var generator = SplitMix64(seed: 1)
        // Widths around the blocks of 64.
        for width in Array(0...140) + [1_023, 1_024, 1_025] {
            // Few distinct values, so that some equal the threshold.
            let tile = Matrix(
                rowCount: 3,
                columnCount: width,
                values: generator.wholeFloats(3 * width, in: 0...9)
            )
            var selection = Selection(capacity: width + 5)
            for threshold in [-Float.infinity, -1, 0, 4, 8.5, 9, .infinity] {
                let scores = tile[row: 1].enumerated()
                let expected = scores.filter { $0.element > threshold }
                #expect(tile.countAbove(threshold, row: 1) == expected.count)
                for most in [0, 1, width / 2] {
                    let count = tile.countAbove(threshold, row: 1, atMost: most)
                    #expect(count == min(most, expected.count))
                }
                for columns in [0..<width, width / 3..<width, width / 3..<width / 2] {
                    selection.select(
                        from: tile,
                        row: 1,
                        columns: columns,
                        above: threshold,
                        first: 700
                    )
                    let some = expected.filter { columns.contains($0.offset) }
                    #expect(found(selection).map(\.0) == some.map { UInt32(700 + $0.offset) })
                    #expect(found(selection).map(\.1) == some.map(\.element))
                }
            }
        }
    }

    @Test("NaN and -∞ are above nothing", arguments: [1, 63, 64, 65, 200])
    func notNumbers(width: Int) {
        let values = (0..<width).map { $0 % 2 == 0 ? Float.nan : -Float.infinity }
        let tile = Matrix(rowCount: 1, columnCount: width, values: values)
        var selection = Selection(capacity: width)
        selection.select(
            from: tile,
            row: 0,
            columns: 0..<width,
            above: -.infinity,
            first: 0
        )
        #expect(selection.count == 0)
        #expect(tile.countAbove(-.infinity, row: 0) == 0)
    }

    @Test("more columns than the room is for, or than there are, stop the program")
    func tooWide() async {
        await #expect(processExitsWith: .failure) {
            var selection = Selection(capacity: 3)
            let tile = Matrix(rowCount: 1, columnCount: 4)
            selection.select(from: tile, row: 0, columns: 0..<4, above: 0, first: 0)
        }
        await #expect(processExitsWith: .failure) {
            var selection = Selection(capacity: 5)
            let tile = Matrix(rowCount: 1, columnCount: 4)
            selection.select(from: tile, row: 0, columns: 3..<5, above: 0, first: 0)
        }
    }
}
