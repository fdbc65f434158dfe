import Cores

extension Matrix {
    /// The floating-point operations a second of this machine's matrix products at their best, with
    /// all cores that loops may use.
    ///
    /// A share of it tells how near to the machine's limit a loop is. Takes about 50 milliseconds.
    package static func measuredPeak() -> Double {
        let size = 512
        let matrix = Matrix(
            rowCount: size,
            columnCount: size,
            values: (0..<size * size).map { Float($0 % 7) }
        )
        let coreCount = Cores.limit
        var products = [Matrix](
            repeating: Matrix(rowCount: size, columnCount: size),
            count: coreCount
        )
        let round = {
            Cores.mutateEach(&products) { _, product in
                product.setFirstRows(toProductOf: matrix.allRows, withTransposeOf: matrix.allRows)
            }
        }
        // The first round wakes cores and pages up; of the others the best counts.
        round()
        let clock = ContinuousClock()
        let best = (0..<8).map { _ in clock.measure(round) }.min() ?? .zero
        return Double(2 * size * size * size * coreCount) / max(best / .seconds(1), 1e-9)
    }
}
