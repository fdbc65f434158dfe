import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("co-rated pairs")
struct CoRatedPairsTests {
    @Test(
        "the closed form counts what an enumeration of all pairs counts",
        arguments: [(true, false), (false, false), (true, true), (false, true)],
        [1 as UInt64, 2, 3]
    )
    func enumeration(kind: (isScaled: Bool, isDirected: Bool), seed: UInt64) {
        let world = World(seed: seed, isScaled: kind.isScaled, isDirected: kind.isDirected)
        let weights = world.enumerated()
        world.expect(world.pairs, toHave: weights)
        var table = Matrix(rowCount: weights.count, columnCount: weights.count)
        world.pairs.addWeights(to: &table)
        #expect(table.distance(to: weights) < 1e-5)
    }

    @Test("a pair counts in both directions, and no movie with itself")
    func symmetry() {
        let weights = World(seed: 4, isScaled: false).weights
        for first in weights.indices {
            #expect(weights[first][first] == 0)
            for second in weights.indices {
                #expect(weights[first][second] == weights[second][first])
            }
        }
        #expect(weights.joined().contains { $0 > 0 })
    }

    @Test("totals are group weights times partners, times the row's scale")
    func totals() {
        // Movie 3 stands alone in its group, movie 4 in none.
        let groups = SparseMatrix(
            ofOnes: [[0, 1, 2], [0, 1], [3]],
            columnCount: 5
        )
        // Movie 0 has 0.5 · 2 + 1 · 1 = 2, movie 2 has 0.5 · 2 = 1.
        let plain = CoRatedPairs(groups: groups, groupWeights: [0.5, 1, 1])
        #expect(plain.totals == [2, 2, 1, 0, 0])
        let scaled = CoRatedPairs(
            groups: groups,
            groupWeights: [0.5, 1, 1],
            rowScales: [1, 0.5, 3, 2, 2]
        )
        #expect(scaled.totals == [2, 1, 3, 0, 0])
    }

    @Test("a mixture counts the sum of its parts")
    func mixture() {
        let (first, second) = (World(seed: 5, isScaled: true), World(seed: 6, isScaled: false))
        let sum = zip(first.enumerated(), second.enumerated()).map { zip($0, $1).map(+) }
        first.expect(MixedPairs([first.pairs, second.pairs]), toHave: sum)
    }
}

/// Twelve movies in groups of all sizes from none to six.
private struct World {
    static let movieCount = 12
    let groups: [[Int]]
    /// The candidates of each group's queries; `nil` for each other.
    let followers: [[Int]]?
    let groupWeights: [Float]
    /// How much each movie counts in each group, as a query and as a candidate.
    let memberWeights: [[Float]]
    let isScaled: Bool
    let pairs: CoRatedPairs

    init(seed: UInt64, isScaled: Bool, isDirected: Bool = false) {
        var generator = SeededGenerator(seed: seed, stage: "groups")
        // Movie 11 is in no group.
        let groups = (0..<14).map { number in
            Array((0..<11).shuffled(using: &generator).prefix(number % 7))
        }
        self.groups = groups
        let followers =
            isDirected
            ? groups.map { group in
                Array((0..<11).filter { !group.contains($0) }.prefix(group.count / 2 + 1))
            } : nil
        self.followers = followers
        groupWeights = groups.map { _ in 0.1 + generator.uniform() }
        let memberWeights = groups.map { _ in
            (0..<Self.movieCount).map { _ in isScaled ? 0.5 + generator.uniform() : 1 }
        }
        self.memberWeights = memberWeights
        func rows(_ groups: [[Int]]) -> SparseMatrix {
            SparseMatrix(
                zip(groups, memberWeights).map { group, weights in
                    group.map { ($0, weights[$0]) }
                },
                columnCount: Self.movieCount
            )
        }
        self.isScaled = isScaled
        pairs = CoRatedPairs(
            groups: rows(groups),
            followers: followers.map(rows),
            groupWeights: groupWeights,
            rowScales: isScaled ? (0..<Self.movieCount).map(Self.scale) : nil
        )
    }

    /// What a movie's weights are multiplied by.
    static func scale(_ movie: Int) -> Float { 0.3 + Float(movie % 3) }

    /// The weight of each pair before rows are scaled.
    var weights: [[Double]] {
        var weights = [[Double]](
            repeating: [Double](repeating: 0, count: Self.movieCount),
            count: Self.movieCount
        )
        for (place, (group, weight)) in zip(groups, groupWeights).enumerated() {
            for query in group {
                for candidate in followers?[place] ?? group where candidate != query {
                    let members = memberWeights[place]
                    weights[query][candidate] +=
                        Double(weight * members[query] * members[candidate])
                }
            }
        }
        return weights
    }

    /// The weight of each pair.
    func enumerated() -> [[Double]] {
        weights.enumerated().map { movie, row in
            isScaled ? row.map { $0 * Double(Self.scale(movie)) } : row
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
