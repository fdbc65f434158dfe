import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("co-rated pairs")
struct CoRatedPairsTests {
    @Test(
        "the closed form counts what an enumeration of all pairs counts",
        arguments: [nil, 1, 0.3] as [Float?],
        [1 as UInt64, 2, 3]
    )
    func enumeration(rowTotal: Float?, seed: UInt64) {
        let world = World(seed: seed, rowTotal: rowTotal)
        let weights = world.enumerated()
        world.expect(world.pairs, toHave: weights)
    }

    @Test("a pair counts in both directions, and no movie with itself")
    func symmetry() {
        let weights = World(seed: 4, rowTotal: nil).weights
        for first in weights.indices {
            #expect(weights[first][first] == 0)
            for second in weights.indices {
                #expect(weights[first][second] == weights[second][first])
            }
        }
        #expect(weights.joined().contains { $0 > 0 })
    }

    @Test("every movie with a pair has the row total, every other none")
    func totals() {
        // Movie 3 stands alone in its group, movie 4 in none.
        let groups = SparseMatrix(
            ofOnes: [[0, 1, 2], [0, 1], [3]],
            columnCount: 5
        )
        let pairs = CoRatedPairs(
            groups: groups,
            groupWeights: [0.5, 1, 1],
            rowTotals: [0.7, 0.7, 0.7, 0.7, 0.7]
        )
        for (total, expected) in zip(pairs.totals, [0.7, 0.7, 0.7, 0, 0] as [Float]) {
            #expect(abs(total - expected) < 1e-6)
        }
        // Without a row total movie 0 has 0.5 · 2 + 1 · 1 = 2, movie 2 has 0.5 · 2 = 1.
        let plain = CoRatedPairs(groups: groups, groupWeights: [0.5, 1, 1])
        #expect(plain.totals == [2, 2, 1, 0, 0])
    }

    @Test("a mixture counts the sum of its parts")
    func mixture() {
        let (first, second) = (World(seed: 5, rowTotal: 0.7), World(seed: 6, rowTotal: 0.3))
        let sum = zip(first.enumerated(), second.enumerated()).map { zip($0, $1).map(+) }
        first.expect(MixedPairs([first.pairs, second.pairs]), toHave: sum)
    }
}

/// Twelve movies in groups of all sizes from none to six.
private struct World {
    static let movieCount = 12
    let groups: [[Int]]
    let groupWeights: [Float]
    let rowTotal: Float?
    let pairs: CoRatedPairs

    init(seed: UInt64, rowTotal: Float?) {
        var generator = SeededGenerator(seed: seed, stage: "groups")
        // Movie 11 is in no group.
        let groups = (0..<14).map { number in
            Array((0..<11).shuffled(using: &generator).prefix(number % 7))
        }
        self.groups = groups
        groupWeights = groups.map { _ in 0.1 + generator.uniform() }
        self.rowTotal = rowTotal
        pairs = CoRatedPairs(
            groups: SparseMatrix(ofOnes: groups, columnCount: Self.movieCount),
            groupWeights: groupWeights,
            rowTotals: rowTotal.map { total in (0..<Self.movieCount).map { total * Self.share($0) }
            }
        )
    }

    /// What a movie's total is multiplied by.
    static func share(_ movie: Int) -> Float { 1 + Float(movie % 3) }

    /// The weight of each pair before rows are scaled.
    var weights: [[Double]] {
        var weights = [[Double]](
            repeating: [Double](repeating: 0, count: Self.movieCount),
            count: Self.movieCount
        )
        for (group, weight) in zip(groups, groupWeights) {
            for query in group {
                for candidate in group where candidate != query {
                    weights[query][candidate] += Double(weight)
                }
            }
        }
        return weights
    }

    /// The weight of each pair.
    func enumerated() -> [[Double]] {
        weights.enumerated().map { movie, row in
            let total = row.reduce(0, +)
            guard let rowTotal, total > 0 else { return row }
            return row.map { $0 * Double(rowTotal * Self.share(movie)) / total }
        }
    }

    func expect(_ pairs: some PositivePairs, toHave weights: [[Double]]) {
        let count = Self.movieCount
        #expect(pairs.queryCount == count && pairs.candidateCount == count)
        for (total, row) in zip(pairs.totals, weights) {
            #expect(abs(Double(total) - row.reduce(0, +)) < 1e-5)
        }
        let queries = [7, 0, 11, 3]
        let table = Matrix(uniform: count, 5, seed: 8)
        let sums = queries.map { query in
            (0..<5).map { column in
                (0..<count).reduce(0) { $0 + weights[query][$1] * Double(table[$1, column]) }
            }
        }
        #expect(pairs.candidateSums(of: queries, candidates: table).distance(to: sums) < 1e-5)

        let embeddings = Matrix(uniform: queries.count, 5, seed: 9)
        let start = Matrix(uniform: count, 5, seed: 10)
        let querySums = (0..<count).map { candidate in
            (0..<5).map { column in
                queries.indices.reduce(Double(start[candidate, column])) { sum, place in
                    sum - 2 * weights[queries[place]][candidate] * Double(embeddings[place, column])
                }
            }
        }
        var added = start
        pairs.addQuerySums(of: queries, embeddings: embeddings, times: -2, to: &added)
        #expect(added.distance(to: querySums) < 1e-5)
    }
}
