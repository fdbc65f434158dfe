import Foundation
import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("folding newcomers in")
struct FoldInTests {
    /// Twelve users of two to six ratings each.
    private static let interactions = Interactions(
        (0..<12).map { user in (0..<2 + user % 5).map { (user + 2 * $0) % 9 } },
        movieCount: 9
    )
    private static let settings = TrainingSettings(
        dimension: 5,
        epochs: 1,
        learningRate: 0.1,
        popularityExponent: 0.3
    )
    private static let model = RetrievalModel<User, Movie>(
        queries: normalised(Matrix(uniform: 12, 5, seed: 2)),
        candidates: normalised(Matrix(uniform: 9, 5, seed: 3)),
        temperature: 0.4
    )

    private static func normalised(_ matrix: Matrix) -> Matrix {
        var normalised = matrix
        _ = normalised.normaliseRows()
        return normalised
    }

    private static func queries(
        _ histories: [[Int]],
        _ interactions: Interactions = interactions
    ) -> Matrix {
        FoldIn(model, trainedOn: interactions, with: settings)
            .queries(for: histories.map { $0.map { Row($0) } })
    }

    /// Log probability of each movie for a query, the obvious way.
    private static func logProbabilities(_ query: [Double]) -> [Double] {
        let counts = interactions.raterCounts
        let scores = model.candidates.doubles.enumerated().map { movie, candidate in
            zip(query, candidate).reduce(0) { $0 + $1.0 * $1.1 } / 0.4
                + 0.3 * log(Double(counts[movie]) + 1)
        }
        let sum = log(scores.reduce(0) { $0 + exp($1) })
        return scores.map { $0 - sum }
    }

    /// What the steps minimise, for a query of length 1.
    private static func loss(_ query: [Double], _ history: [Int], centre: [Double]) -> Double {
        let logs = logProbabilities(query)
        return -history.reduce(0) { $0 + logs[$1] }
            - Double(FoldIn.pull) * zip(query, centre).reduce(0) { $0 + $1.0 * $1.1 }
    }

    /// The mean of the trained queries by Bayes' rule, of length 1.
    private static func centre(_ history: [Int]) -> [Double] {
        let known = model.queries.doubles
        let caution = min(1, 10 / Double(max(1, history.count)))
        let weights = known.enumerated().map { user, query in
            Double(2 + user % 5)
                * exp(caution * history.reduce(0) { $0 + logProbabilities(query)[$1] })
        }
        let mean = (0..<5).map { column in
            zip(weights, known).reduce(0) { $0 + $1.0 * $1.1[column] }
        }
        let length = mean.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return mean.map { $0 / length }
    }

    @Test("without any rating, a newcomer is the mean of all")
    func nothing() {
        let query = Self.queries([[]]).doubles[0]
        let centre = Self.centre([])
        let length = query.reduce(0) { $0 + $1 * $1 }.squareRoot()
        for (value, expected) in zip(query, centre) {
            #expect(abs(value / length - expected) < 1e-3)
        }
    }

    @Test(
        "a newcomer is where the loss of his ratings and the pull to users like him are least",
        arguments: [[0], [3, 5], [8, 1, 2, 4], [0, 1, 2, 3, 4, 5, 6, 7, 8]]
    )
    func oracle(history: [Int]) {
        let row = Self.queries([history]).doubles[0]
        let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
        let query = row.map { $0 / length }
        let centre = Self.centre(history)
        let own = Self.loss(query, history, centre: centre)
        #expect(own <= Self.loss(centre, history, centre: centre) + 1e-3)
        // No direction around it is better by more than the last steps could still have gone.
        for column in 0..<5 {
            for change in [-0.1, 0.1] {
                var other = query
                other[column] += change
                let norm = other.reduce(0) { $0 + $1 * $1 }.squareRoot()
                #expect(
                    own <= Self.loss(other.map { $0 / norm }, history, centre: centre) + 1e-3
                )
            }
        }
    }

    @Test("order, repetition, company and the number of cores change nothing")
    func invariance() {
        let alone = Self.queries([[3, 5]]).doubles[0]
        let among = onCores(1) { Self.queries([[1], [5, 3, 5], []]).doubles[1] }
        for (one, other) in zip(alone, among) { #expect(abs(one - other) < 1e-6) }
        let again = onCores(4) { Self.queries([[1], [5, 3, 5], []]).doubles[1] }
        #expect(among == again)
    }

    @Test("a movie that nobody rated in training says nothing")
    func unrated() {
        let interactions = Interactions([[0, 1], [2, 1], [3]], movieCount: 9)
        let with = Self.queries([[1, 8]], interactions)
        #expect(with == Self.queries([[1]], interactions))
    }
}
