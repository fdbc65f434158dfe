import Cores
import Foundation
import LinearAlgebra
import Ratings

/// Makes queries for users whom training never saw, from what they have rated; nothing else of the
/// model moves.
///
/// The trained queries say what users are like. A newcomer begins at their mean, in which each counts
/// as much as it makes his ratings likely: Bayes' rule with the trained queries as prior. Then a few
/// steps go along the gradient of the training loss of his ratings, while a pull keeps him near.
/// The more he has rated, the further he moves.
package struct FoldIn: Sendable {
    private static let mostKnown = 10_000
    private static let mostCountedRatings: Float = 10
    static let pull: Float = 100
    private static let stepCount = 20

    /// Trained queries, of shape `[known, dimension]`.
    private let known: Matrix
    /// The log of how many ratings stand behind each known query.
    private let logCounts: [Float]
    /// For each known query, log Σ over candidates of exp(score ÷ temperature + bias).
    private let logSums: [Double]
    private let candidates: Matrix
    private let bias: [Float]
    private let longestCandidate: Float
    private let temperature: Float

    /// Prepares a model for newcomers.
    ///
    /// - Parameters:
    ///   - model: Of more than 10,000 users, evenly spread ones are asked.
    ///   - interactions: What it was trained on, of one user at least.
    ///   - settings: How it was trained.
    /// - Complexity: O(users asked × movies × dimension).
    package init(
        _ model: RetrievalModel<User, Movie>,
        trainedOn interactions: Interactions,
        with settings: TrainingSettings
    ) {
        let trained = (0..<interactions.userCount).filter {
            !interactions.range(of: Row($0)).isEmpty
        }
        precondition(!trained.isEmpty, "a model of no users")
        let count = min(trained.count, Self.mostKnown)
        let asked = (0..<count).map { trained[$0 * trained.count / count] }
        let known = model.queries.gathering(asked)
        let bias = Competition(of: interactions.raterCounts, settings).bias
        self.known = known
        logCounts = asked.map { log(Float(interactions.range(of: Row($0)).count)) }
        self.bias = bias
        candidates = model.candidates
        var directions = model.candidates
        longestCandidate = directions.normaliseRows().max() ?? 1
        temperature = model.temperature
        let blocks = Cores.ranges(of: count, size: 128)
        logSums = Cores.map(blocks.count) { block in
            var scores = Matrix(
                productOf: known.rows(blocks[block]),
                withTransposeOf: model.candidates.allRows
            )
            return scores.exponentiate(
                first: scores.rowCount,
                scale: 1 / model.temperature,
                bias: bias
            ).map(\.logSum)
        }.flatMap { $0 }
    }

    /// The queries of newcomers.
    ///
    /// - Parameter histories: What each has rated, in any order; a movie counts once, and one that
    ///   nobody rated in training not at all.
    /// - Returns: One row for each history, about as long as the trained ones; without any rating that
    ///   counts, the mean of all.
    package func queries(for histories: [[Row<Movie>]]) -> Matrix {
        let positives = ListedPairs(
            SparseMatrix(
                rows: histories.map { history in
                    Set(history).filter { bias[$0.index] > -.infinity }.sorted()
                        .map { (column: $0.index, weight: 1) }
                },
                columnCount: candidates.rowCount
            )
        )
        let all = Array(0..<positives.queryCount)
        let sums = positives.candidateSums(of: all, candidates: candidates)
        var queries = likelyMeans(sums, positives.totals)
        let lengths = queries.normaliseRows()
        return descend(from: queries, lengths, sums, positives.totals)
    }

    /// The means of the known queries, each weighted by its ratings and by how likely it makes a
    /// history.
    ///
    /// Of more than ten ratings each counts less: so many are hardly independent, and one user would
    /// outweigh all others.
    private func likelyMeans(_ sums: Matrix, _ counts: [Float]) -> Matrix {
        var means = Matrix(rowCount: sums.rowCount, columnCount: sums.columnCount)
        for row in 0..<sums.rowCount {
            let caution = min(1, Self.mostCountedRatings / max(1, counts[row]))
            var weights = Matrix(
                productOf: sums.rows(row..<row + 1),
                withTransposeOf: known.allRows
            )
            let sum = weights.exponentiate(
                first: 1,
                scale: caution / temperature,
                bias: zip(logCounts, logSums).map { logCount, logSum in
                    logCount - caution * counts[row] * Float(logSum)
                }
            )
            weights.scaleRows(by: sum.map(\.inverseSum))
            var mean = Matrix(rowCount: 1, columnCount: known.columnCount)
            mean.setFirstRows(toProductOf: weights, first: 1, with: known)
            means[row: row] = mean[row: 0]
        }
        return means
    }

    /// Moves queries of given directions and lengths along the gradient; their lengths stay.
    ///
    /// A step is as long as the curvature allows: a softmax over scores within 1 ÷ temperature of each
    /// other has at most a quarter of its square.
    private func descend(
        from centres: Matrix,
        _ lengths: [Float],
        _ sums: Matrix,
        _ totals: [Float]
    ) -> Matrix {
        let steps = zip(totals, lengths).map { total, length in
            let scale = length * longestCandidate / temperature
            return -1 / (Self.pull + total * scale * scale / 4)
        }
        var softmax = SoftmaxLoss()
        var directions = centres
        for _ in 0..<Self.stepCount {
            var queries = directions
            queries.scaleRows(by: lengths)
            var gradient = softmax.evaluate(
                SoftmaxLoss.Terms(
                    queries: queries,
                    candidates: candidates,
                    bias: bias,
                    totals: totals,
                    temperature: temperature
                )
            ).queryGradient
            gradient.add(sums, times: -1 / temperature)
            gradient.scaleRows(by: lengths)
            gradient.add(centres, times: -Self.pull)
            gradient.backThroughNormalising(
                to: directions,
                lengths: [Float](repeating: 1, count: directions.rowCount)
            )
            gradient.scaleRows(by: steps)
            directions.add(gradient)
            _ = directions.normaliseRows()
        }
        directions.scaleRows(by: lengths)
        return directions
    }
}
