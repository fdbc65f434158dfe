import Ratings

/// How sure the difference of two means is: a paired bootstrap (Efron & Tibshirani 1993).
package struct BootstrapInterval: Codable, Equatable, Sendable {
    /// The mean of the differences.
    package let mean: Double
    /// The 2.5 % and 97.5 % quantiles of the means of resampled differences.
    package let low: Double
    package let high: Double

    /// Resamples users a thousand times; of no users, all three numbers are 0.
    ///
    /// - Parameters:
    ///   - values: One number for each user.
    ///   - baseline: The other system's numbers, in the same order.
    ///   - generator: Draws the users, with repetition; of one kind, as a million draws through a
    ///     protocol took a sixth of the tutorial's evaluation.
    package init(
        of values: [Double],
        above baseline: [Double],
        using generator: inout SeededGenerator
    ) {
        precondition(values.count == baseline.count, "pairs of the same users")
        let differences = zip(values, baseline).map { $0 - $1 }
        mean = differences.mean
        guard !differences.isEmpty else {
            (low, high) = (0, 0)
            return
        }
        let means = (0..<1000).map { _ in
            (0..<differences.count).reduce(0.0) { sum, _ in
                sum + differences[Int.random(in: 0..<differences.count, using: &generator)]
            } / Double(differences.count)
        }.sorted()
        low = means[25]
        high = means[974]
    }
}
