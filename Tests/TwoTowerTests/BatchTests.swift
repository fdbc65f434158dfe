import Foundation
import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("batches")
struct BatchTests {
    @Test("full batches hold every query with positives once, and no other")
    func fullBatches() {
        let weights = SparseMatrix(
            ofOnes: (0..<11).map { $0 % 4 == 0 ? [] : [$0 % 3] },
            columnCount: 3
        )
        var source = QueryBatches(
            SparseMatrix(ofOnes: (0..<11).map { [$0] }, columnCount: 11),
            ListedPairs(weights),
            against: .all(3),
            size: { $0 / 2 - 1 }
        )
        var generator = SeededGenerator(seed: 1, stage: "batches")
        for _ in 0..<2 {
            let batches = source.epoch(using: &generator)
            #expect(batches.map(\.positiveRows.count) == [3, 3, 2])
            #expect(batches.flatMap(\.positiveRows).sorted() == [1, 2, 3, 5, 6, 7, 9, 10])
            #expect(batches.flatMap(\.queryRows) == batches.flatMap(\.positiveRows))
        }
    }

    @Test("batches of pairs hold every pair once")
    func everyPair() {
        let pairs = Self.pairs(users: 20, movies: 15, each: 6)
        let batches = Self.batches(
            of: pairs,
            queries: SparseMatrix(ofOnes: (0..<20).map { [$0] }, columnCount: 20),
            bias: [Float](repeating: 0, count: 15),
            size: 32
        )
        #expect(batches.map { $0.pairs.count } == [32, 32, 32, 24])
        let found = batches.flatMap(\.pairs).map { [$0.query, $0.candidate] }
        let all = (0..<20).flatMap { query in
            pairs.weights.columns(ofRow: query).map { [query, Int($0)] }
        }
        #expect(
            found.sorted { $0.lexicographicallyPrecedes($1) }
                == all.sorted { $0.lexicographicallyPrecedes($1) }
        )
    }

    @Test(
        "a softmax over distinct rows equals the one over every pair, in loss and gradient",
        arguments: [true, false],
        [Float(0), 1]
    )
    func duplicates(isNormalised: Bool, biasRange: Float) {
        let pairs = Self.pairs(users: 6, movies: 5, each: 4)
        let bias = Matrix(uniform: 5, 1, range: biasRange, seed: 4).values
        func tower(_ count: Int, from first: Int) -> Tower {
            Tower(
                features: SparseMatrix(
                    (0..<count).map { row -> [(Int, Float)] in [(first + row, 1), (11, 0.5)] },
                    columnCount: 12
                ),
                isNormalised: isNormalised
            )
        }
        let queries = tower(6, from: 0)
        let trainer = Trainer(
            modelName: "tiny",
            candidates: tower(5, from: 6),
            candidateCounts: [Int](repeating: 1, count: pairs.candidateCount),
            settings: .tiny(isNormalised: isNormalised)
        )
        let table = Matrix(uniform: 12, 3, range: 0.6, seed: 5)
        let naive = NaiveLoss(
            queries: queries,
            candidates: trainer.candidates,
            temperature: trainer.temperature
        )
        var step = BatchStep(trainer)
        for batch in Self.batches(of: pairs, queries: queries.features, bias: bias, size: 10) {
            let slope = step.slope(of: batch, at: table)
            // As the notebook has it: each row's negatives are the candidates of all rows.
            let definition = { (table: [[Double]]) in
                naive.value(
                    table,
                    pairs: batch.pairs,
                    competitors: batch.pairs.map { ($0.candidate, bias[$0.candidate]) },
                    biasOf: { bias[$0] }
                )
            }
            let truth = definition(table.doubles)
            #expect(abs(slope.loss - truth) < 1e-4 * truth)
            let slopes = NaiveLoss.slopes(at: table.doubles, of: definition)
            #expect(slope.ofAll(table.rowCount).distance(to: slopes) < 5e-4)
        }
    }

    @Test("an untrained model's loss of n pairs is n ln n", arguments: [8_192, 6_272])
    func untrained(n: Int) {
        // 8,192 ln 8,192 = 73,817 and 6,272 ln 6,272 = 54,841: the notebook's sizes.
        let pairs = Self.pairs(users: 943, movies: 1_664, each: 10)
        func tower(_ count: Int, from first: Int) -> Tower {
            Tower(
                features: SparseMatrix(
                    ofOnes: (0..<count).map { [first + $0] },
                    columnCount: 943 + 1_664
                ),
                isNormalised: false
            )
        }
        var settings = TrainingSettings.tiny(isNormalised: false)
        settings.temperature = Temperature(1)
        let trainer = Trainer(
            modelName: "untrained",
            candidates: tower(1_664, from: 943),
            candidateCounts: [Int](repeating: 1, count: pairs.candidateCount),
            settings: settings
        )
        let batch = Self.batches(
            of: pairs,
            queries: tower(943, from: 0).features,
            bias: [Float](repeating: 0, count: 1_664),
            size: n
        )[0]
        let table = Matrix(uniform: 943 + 1_664, 32, range: 0.05, seed: 6)
        var step = BatchStep(trainer)
        let loss = step.slope(of: batch, at: table).loss
        let expected = Double(n) * log(Double(n))
        #expect(abs(loss / expected - 1) < 1e-3)
    }

    private static func pairs(users: Int, movies: Int, each count: Int) -> ListedPairs {
        let interactions = Interactions.random(users: users, movies: movies, each: count, seed: 2)
        return ListedPairs(
            SparseMatrix(
                ofOnes: (0..<users).map { interactions.movies(of: Row($0)).map(\.index) },
                columnCount: movies
            )
        )
    }

    private static func batches(
        of pairs: ListedPairs,
        queries: SparseMatrix,
        bias: [Float],
        size: Int
    ) -> [Batch] {
        var generator = SeededGenerator(seed: 3, stage: "batches")
        var source = PairBatches(
            pairs,
            queries: queries,
            bias: bias,
            size: size,
            using: &generator
        )
        return source.epoch(using: &generator)
    }
}

extension BatchSource {
    /// The batches of the next epoch.
    mutating func epoch(using generator: inout SeededGenerator) -> [Batch] {
        (0..<stepCount).map { _ in next(using: &generator) }
    }
}

extension Competition {
    /// Of so many candidates, all on equal terms.
    static func all(_ count: Int) -> Competition {
        Competition(of: [Int](repeating: 1, count: count), .tiny())
    }
}

extension Batch {
    /// The rows of the query tower, told from features of which the first is the row itself.
    var queryRows: [Int] {
        (0..<queries.rowCount).compactMap { queries.columns(ofRow: $0).first.map(Int.init) }
    }

    /// The pairs that the batch was made of, by rows of the towers.
    fileprivate var pairs: [NaiveLoss.Pair] {
        guard let listed = positives as? ListedPairs, let candidates else { return [] }
        return zip(queryRows, positiveRows).flatMap { query, row in
            listed.weights.columns(ofRow: row).map {
                NaiveLoss.Pair(query: query, candidate: candidates[Int($0)])
            }
        }
    }
}
