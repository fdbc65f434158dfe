import Fixtures
import LinearAlgebra
import Testing

/// The sizes of a product: `rows × inner` times `inner × columns`.
struct ProductSizes: CustomTestStringConvertible {
    let rows: Int
    let inner: Int
    let columns: Int

    var testDescription: String { "\(rows) × \(inner) times \(inner) × \(columns)" }

    /// Sizes below, at and above the widths of registers and blocks.
    static let all: [ProductSizes] = [
        (1, 1, 1), (1, 64, 1), (2, 3, 5), (7, 31, 9), (8, 32, 16), (33, 65, 17), (64, 64, 64),
        (65, 63, 129), (128, 1, 128), (257, 30, 100), (256, 128, 300), (3, 500, 1025),
    ].map { ProductSizes(rows: $0.0, inner: $0.1, columns: $0.2) }
}

@Suite("Matrix products are those of the naive loop")
struct MatrixProductsTests {
    // Whole numbers up to 9: with at most 500 terms of at most 81 a sum stays below 2^24 = 16.8
    // million, so every order of adding gives the same float, and results must be equal.
    private let whole = -9...9

    @Test("an outer product is added to the first rows alone")
    func outerProduct() {
        var sum = Matrix(rowCount: 3, columnCount: 2, values: [1, 2, 3, 4, 5, 6])
        sum.addToFirstRows(outerProductOf: [1, 10], with: [0.5, 2], times: 2)
        // Row 0 grows by 2 · 1 · (0.5, 2), row 1 by 2 · 10 · (0.5, 2).
        #expect(sum.values == [2, 6, 13, 44, 5, 6])
        sum.addToFirstRows(outerProductOf: [], with: [1, 1], times: 1)
        #expect(sum.values == [2, 6, 13, 44, 5, 6])
    }

    @Test("left · rightᵀ, rows below untouched", arguments: ProductSizes.all)
    func timesTransposed(sizes: ProductSizes) {
        var generator = SplitMix64(seed: 1)
        let (m, k, n) = (sizes.rows, sizes.inner, sizes.columns)
        // More rows than take part, so that offsets matter.
        let left = Matrix(
            rowCount: m + 3,
            columnCount: k,
            values: generator.wholeFloats((m + 3) * k, in: whole)
        )
        let right = Matrix(
            rowCount: n + 2,
            columnCount: k,
            values: generator.wholeFloats((n + 2) * k, in: whole)
        )
        var product = Matrix(
            rowCount: m + 1,
            columnCount: n,
            values: [Float](repeating: 7, count: (m + 1) * n)
        )
        product.setFirstRows(
            toProductOf: left.rows(2..<m + 2),
            withTransposeOf: right.rows(1..<n + 1)
        )
        let expected = naiveProduct(
            rows: m,
            inner: k,
            columns: n,
            left: { left[$0 + 2, $1] },
            right: { right[$1 + 1, $0] }
        )
        #expect(product.values.map(Double.init) == expected + [Double](repeating: 7, count: n))
        let fresh = Matrix(
            productOf: left.rows(2..<m + 2),
            withTransposeOf: right.rows(1..<n + 1)
        )
        #expect(fresh.rowCount == m && fresh.columnCount == n)
        #expect(fresh.values.map(Double.init) == expected)
    }

    @Test("left · right, rows below untouched", arguments: ProductSizes.all)
    func times(sizes: ProductSizes) {
        var generator = SplitMix64(seed: 2)
        let (m, k, n) = (sizes.rows, sizes.inner, sizes.columns)
        let left = Matrix(
            rowCount: m + 1,
            columnCount: k,
            values: generator.wholeFloats((m + 1) * k, in: whole)
        )
        let right = Matrix(
            rowCount: k,
            columnCount: n,
            values: generator.wholeFloats(k * n, in: whole)
        )
        var product = Matrix(
            rowCount: m + 2,
            columnCount: n,
            values: [Float](repeating: 7, count: (m + 2) * n)
        )
        product.setFirstRows(toProductOf: left, first: m, with: right)
        let expected = naiveProduct(
            rows: m,
            inner: k,
            columns: n,
            left: { left[$0, $1] },
            right: { right[$0, $1] }
        )
        let rest = [Double](repeating: 7, count: 2 * n)
        #expect(product.values.map(Double.init) == expected + rest)
        product.setFirstRows(toProductOf: left, first: m, with: right, adding: true)
        #expect(product.values.map(Double.init) == expected.map { 2 * $0 } + rest)
    }

    @Test(
        "leftᵀ · right is added to what is there, or takes its place",
        arguments: ProductSizes.all
    )
    func addTransposedTimes(sizes: ProductSizes) {
        var generator = SplitMix64(seed: 3)
        let (m, k, n) = (sizes.rows, sizes.inner, sizes.columns)
        // The first k rows count; one more of each must not.
        let left = Matrix(
            rowCount: k + 1,
            columnCount: m,
            values: generator.wholeFloats((k + 1) * m, in: whole)
        )
        let right = Matrix(
            rowCount: k + 1,
            columnCount: n,
            values: generator.wholeFloats((k + 1) * n, in: whole)
        )
        let before = Matrix(
            rowCount: m,
            columnCount: n,
            values: generator.wholeFloats(m * n, in: whole)
        )
        var sum = before
        sum.set(toProductOfTranspose: left, with: right, first: k, adding: true)
        let product = naiveProduct(
            rows: m,
            inner: k,
            columns: n,
            left: { left[$1, $0] },
            right: { right[$0, $1] }
        )
        #expect(sum.values.map(Double.init) == zip(before.values, product).map { Double($0) + $1 })
        sum.set(toProductOfTranspose: left, with: right, first: k, adding: false)
        #expect(sum.values.map(Double.init) == product)
    }

    @Test("fractions are right to the last bits", arguments: 0..<10 as Range<UInt64>)
    func fractions(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let (m, k, n) = (40, 128, 70)
        let left = Matrix(rowCount: m, columnCount: k, values: generator.floats(m * k))
        let right = Matrix(rowCount: n, columnCount: k, values: generator.floats(n * k))
        var product = Matrix(rowCount: m, columnCount: n)
        product.setFirstRows(toProductOf: left.allRows, withTransposeOf: right.allRows)
        let expected = naiveProduct(
            rows: m,
            inner: k,
            columns: n,
            left: { left[$0, $1] },
            right: { right[$1, $0] }
        )
        // A sum of k terms of at most 1 is off by k roundings of at most k · 2^-24 at the worst:
        // 128 · 128 · 6e-8 = 1e-3; the usual error is smaller by far, so the bound is too.
        for (value, exact) in zip(product.values, expected) {
            #expect(abs(Double(value) - exact) < 2e-5)
        }
    }

    @Test("an inner size of 0 gives zeros, an outer size of 0 gives nothing")
    func emptySizes() {
        var product = Matrix(rowCount: 2, columnCount: 2, values: [1, 2, 3, 4])
        let narrow = Matrix(rowCount: 2, columnCount: 0)
        product.setFirstRows(toProductOf: narrow.allRows, withTransposeOf: narrow.allRows)
        #expect(product.values == [0, 0, 0, 0])

        var kept = Matrix(rowCount: 2, columnCount: 2, values: [1, 2, 3, 4])
        let flat = Matrix(rowCount: 0, columnCount: 2)
        let square = Matrix(rowCount: 2, columnCount: 2)
        kept.setFirstRows(toProductOf: flat.allRows, withTransposeOf: square.allRows)
        kept.set(toProductOfTranspose: flat, with: flat, first: 0, adding: true)
        #expect(kept.values == [1, 2, 3, 4])
        kept.set(toProductOfTranspose: flat, with: flat, first: 0, adding: false)
        #expect(kept.values == [0, 0, 0, 0])
    }

    @Test("sizes that do not fit stop the program")
    func wrongSizes() async {
        await #expect(processExitsWith: .failure) {
            var product = Matrix(rowCount: 2, columnCount: 2)
            let left = Matrix(rowCount: 2, columnCount: 3)
            let right = Matrix(rowCount: 2, columnCount: 4)
            product.setFirstRows(toProductOf: left.allRows, withTransposeOf: right.allRows)
        }
        await #expect(processExitsWith: .failure) {
            var product = Matrix(rowCount: 1, columnCount: 2)
            let two = Matrix(rowCount: 2, columnCount: 3)
            product.setFirstRows(toProductOf: two.allRows, withTransposeOf: two.allRows)
        }
    }
}
