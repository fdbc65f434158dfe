import LinearAlgebra
import Testing

@Suite("the rectifier")
struct MatrixRectifierTests {
    @Test("what is below 0 becomes 0, and its gradient too")
    func rectifying() {
        var matrix = Matrix(rowCount: 2, columnCount: 3, values: [1, -2, 0, -0.5, 3, .infinity])
        matrix.rectify()
        #expect(matrix.values == [1, 0, 0, 0, 3, .infinity])
        var gradient = Matrix(rowCount: 2, columnCount: 3, values: [7, 7, 7, -7, -7, -7])
        gradient.backThroughRectifying(to: matrix)
        #expect(gradient.values == [7, 0, 0, 0, -7, -7])
    }

    @Test("what is no number stays none, so that training sees it")
    func notANumber() {
        var matrix = Matrix(rowCount: 1, columnCount: 1, values: [.nan])
        matrix.rectify()
        #expect(!matrix.isFinite)
    }

    @Test("nothing stays nothing")
    func empty() {
        var matrix = Matrix(rowCount: 0, columnCount: 3)
        matrix.rectify()
        matrix.backThroughRectifying(to: matrix)
        #expect(matrix.values.isEmpty)
    }
}
