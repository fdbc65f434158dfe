import Foundation
import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("what users' steps show")
struct UserBatchesTests {
    /// Four users of 25, 10, 3 and no ratings.
    private let interactions = Interactions(
        [Array(0..<25), Array(5..<15), [1, 2, 3], []],
        movieCount: 30
    )

    /// Of each movie, the row of its embedding in the table; the users' come first.
    private let firstMovie = 4

    private func source(
        parts: Int = 1,
        mostBlocks: Int = 100,
        mostNegatives: Int = 100,
        batchSize: Int = 3,
        mostSteps: Int = 64,
        denominator: Denominator = .full,
        kinPositives: Float = 0
    ) -> UserBatches {
        var table = FeatureTable()
        let users = table.addBlock("query/user", rowNames: (0..<4).map(String.init))
        let movies = MovieFeatures(of: Catalogue(30), key: .id, contentScale: 0)
            .addBlocks(to: &table, tower: "candidate")
        let moments = Moments(
            MomentSettings(),
            of: interactions,
            until: nil,
            movies: movies,
            table: &table
        )
        var settings = UserMovieSettings.tiny(.tiny(batchSize: batchSize))
        settings.training.denominator = denominator
        settings.training.mostNegatives = mostNegatives
        settings.training.mostSteps = mostSteps
        settings.mostBlocks = mostBlocks
        settings.tasteParts = parts
        settings.tasteLength = 6
        settings.userWeightExponent = 0
        settings.kinPositives = kinPositives
        return UserBatches(
            of: interactions,
            UserFeatures(
                users: users,
                everyone: nil,
                tastes: Tastes(scale: 2, interactions: interactions, movies: movies),
                moments: moments,
                featureCount: table.rowCount
            ),
            settings,
            settings.training,
            leaningOn: Kin(settings, in: interactions),
            against: Competition(of: interactions.raterCounts, settings.training)
        )
    }

    @Test("an epoch shows each part of a user's ratings and each block of ten once")
    func everything() {
        var source = source()
        var generator = SeededGenerator(seed: 1, stage: "batches")
        for _ in 0..<2 {
            let batches = source.epoch(using: &generator)
            #expect(batches.map(\.positiveRows.count) == [3, 3, 2])
            // Three parts that weigh 3 a rating, and blocks of 10, 10, 5, 10 and 3 that weigh 1.
            #expect(batches.reduce(0) { $0 + $1.weight } == 3 * 38 + 38)
            #expect(batches.flatMap(\.queryRows).sorted() == [0, 0, 0, 0, 1, 1, 2, 2])
        }
    }

    @Test("a query knows six of the user's other ratings, none of those that it predicts")
    func others() {
        var source = source(parts: 4)
        var generator = SeededGenerator(seed: 4, stage: "batches")
        var known: Set<Set<Int>> = []
        for batch in (0..<20).flatMap({ _ in source.epoch(using: &generator) }) {
            for (row, user) in batch.queryRows.enumerated() {
                let positives = Set(
                    (batch.positives as? ListedPairs)?.weights.columns(ofRow: row).map { Int($0) }
                        ?? []
                )
                let movies = zip(
                    batch.queries.columns(ofRow: row),
                    batch.queries.weights(ofRow: row)
                )
                .filter { firstMovie..<firstMovie + 30 ~= Int($0.0) }
                .map { (movie: Int($0.0) - firstMovie, weight: $0.1) }
                // A moment adds movies too, with a weight of its own; parts come without.
                let weight = 2 / Float(min(6, [25, 10, 3][user] - positives.count))
                let others = Set(movies.filter { $0.weight == weight }.map(\.movie))
                #expect(others.isDisjoint(with: positives))
                #expect(others.isSubset(of: interactions.movies(of: Row(user)).map(\.index)))
                #expect(others.count == min(6, [25, 10, 3][user] - positives.count))
                if user == 0 { known.insert(others) }
            }
        }
        #expect(known.count > 50)
    }

    @Test("where not all compete, the step's positives do, and in the mean stand for all")
    func inBatch() {
        let counts = interactions.raterCounts
        var generator = SeededGenerator(seed: 3, stage: "batches")
        for most in [100, 7] {
            var source = source(parts: 2, mostNegatives: most, denominator: .sampled)
            var weight = 0.0
            var negatives = [Double](repeating: 0, count: 30)
            var stepCount = 0.0
            for batch in (0..<2_000).flatMap({ _ in source.epoch(using: &generator) }) {
                #expect(batch.negatives.rows == nil)
                #expect(batch.candidates?.count == batch.positives.candidateCount)
                #expect((batch.candidates ?? []).count <= most)
                for (movie, bias) in zip(batch.candidates ?? [], batch.negatives.bias) {
                    negatives[movie] += exp(Double(bias))
                }
                weight += batch.weight / 2_000
                stepCount += 1
            }
            #expect(abs(weight / (4 * 38) - 1) < 0.02)
            for movie in 0..<30 {
                let mean = negatives[movie] / stepCount
                #expect(counts[movie] == 0 ? mean == 0 : abs(mean - 1) < 0.1)
            }
        }
    }

    @Test("kin of what is predicted are positives too, in the mean as much as they share")
    func kin() throws {
        var settings = UserMovieSettings.tiny(.tiny())
        settings.kinPositives = 0.5
        let kin = try #require(Kin(settings, in: interactions))
        // Each rating is predicted twice: in a part, which weighs 3, and in a block.
        var expected = [Double](repeating: 0, count: 30)
        for movie in (0..<4).flatMap({ interactions.movies(of: Row($0)) }) {
            expected[movie.index] += 4
            for (other, share) in kin[movie] { expected[other.index] += 4 * 0.5 * Double(share) }
        }
        #expect(expected.reduce(0, +) > 4 * 38 + 1)
        var generator = SeededGenerator(seed: 5, stage: "batches")
        for (denominator, most) in [(Denominator.full, 100), (.sampled, 100), (.sampled, 9)] {
            var source = source(
                mostNegatives: most,
                batchSize: 8,
                denominator: denominator,
                kinPositives: 0.5
            )
            var weights = [Double](repeating: 0, count: 30)
            for batch in (0..<4_000).flatMap({ _ in source.epoch(using: &generator) }) {
                let positives = try #require(batch.positives as? ListedPairs).weights
                for row in 0..<positives.rowCount {
                    for (column, weight) in zip(
                        positives.columns(ofRow: row),
                        positives.weights(ofRow: row)
                    ) {
                        let movie = batch.candidates?[Int(column)] ?? Int(column)
                        weights[movie] += Double(weight) / 4_000
                    }
                }
            }
            for (weight, expected) in zip(weights, expected) {
                #expect(abs(weight - expected) <= 0.05 * expected)
            }
        }
    }

    @Test("kin that the query predicts itself are there by the draw alone, others by chance too")
    func chancesOfKin() throws {
        // Movies 0, 1 and 2 have the same three raters; the first user's query predicts 0 and 1.
        let interactions = Interactions(
            [[0, 1, 2, 3], [0, 1, 2], [0, 1, 2], [3]],
            movieCount: 4,
            isTimed: false
        )
        var settings = UserMovieSettings.tiny(.tiny())
        (settings.kinPositives, settings.kinRatings) = (0.5, 6)
        (settings.userWeightExponent, settings.popularityWeightExponent) = (0, 0)
        let weights = PositiveWeights(
            interactions,
            settings,
            leaningOn: Kin(settings, in: interactions)
        )
        var rows = SparseMatrix(columnCount: 3)
        weights.append(
            [0, 1],
            of: Row(0),
            times: 1,
            among: Participants([0, 1, 2], of: 4),
            against: Negatives(
                rows: [0, 1, 2],
                bias: [],
                weights: [8, 12, 20],
                drawWeights: [2, 3, 4]
            ),
            to: &rows
        )
        // Each movie leans 1 - 3 ÷ 6 on its kin, half on each of the two others: shares of 0.25.
        #expect(rows.columns(ofRow: 0) == [0, 1, 1, 2, 0, 2])
        #expect(
            zip(rows.weights(ofRow: 0), [2, 3, 0.125 * 3, 0.125 * 20, 0.125 * 2, 0.125 * 20])
                .allSatisfy { abs($0 - $1) < 1e-5 }
        )
    }

    @Test("of too many parts or blocks each epoch draws others")
    func drawn() {
        var source = source(mostBlocks: 2)
        var generator = SeededGenerator(seed: 2, stage: "batches")
        var drawn: Set<[Int]> = []
        for _ in 0..<20 {
            let batches = source.epoch(using: &generator)
            #expect(batches.map(\.positiveRows.count).reduce(0, +) == 4)
            drawn.insert(batches.flatMap(\.queryRows).sorted())
        }
        #expect(drawn.count > 3)
    }

    @Test("more queries than the most steps can hold make larger batches")
    func largerBatches() {
        var settings = TrainingSettings.tiny(batchSize: 4)
        settings.mostSteps = 8
        #expect(
            [1, 4, 9, 32, 33, 800].map { settings.batchSize(for: $0) } == [1, 4, 3, 4, 5, 100]
        )
    }

    @Test("batches that would hold too many candidates are smaller, down to the usual size")
    func crowdedBatches() {
        var settings = TrainingSettings.tiny(batchSize: 4)
        (settings.mostSteps, settings.mostCrowdedSteps) = (8, 64)
        #expect(settings.batchSize(for: 800) { $0 > 100 } == 100)
        #expect(settings.batchSize(for: 800) { $0 > 40 } == 25)
        #expect(settings.batchSize(for: 800) { _ in true } == 13)
        #expect(settings.batchSize(for: 80) { _ in true } == 4)
        settings.batchCount = 2
        #expect(settings.batchSize(for: 800) { _ in true } == 400)
    }

    @Test("an epoch shows as many queries as the settings say")
    func queryCounts() {
        for most in [100, 5, 3, 1] {
            var settings = UserMovieSettings.tiny()
            settings.moments = MomentSettings()
            settings.tasteParts = 2
            settings.mostBlocks = most
            let counts = settings.queryCounts(in: interactions)
            let source = source(parts: 2, mostBlocks: most, batchSize: 1, mostSteps: 100)
            #expect(source.stepCount == counts.shown)
            #expect(source.showsAll == (counts.shown == counts.all))
        }
    }

    @Test("where a batch would hold more than twice as many movies as compete, it is smaller")
    func crowdedUsers() {
        // All eight queries together predict 26 movies, one alone 9.5 in the mean.
        func stepCount(mostNegatives: Int, denominator: Denominator = .sampled) -> Int {
            source(
                mostNegatives: mostNegatives,
                batchSize: 1,
                mostSteps: 1,
                denominator: denominator
            ).stepCount
        }
        #expect(stepCount(mostNegatives: 13) == 1)
        #expect((2..<8).contains(stepCount(mostNegatives: 12)))
        #expect(stepCount(mostNegatives: 4) == 8)
        #expect(stepCount(mostNegatives: 4, denominator: .full) == 1)
    }
}
