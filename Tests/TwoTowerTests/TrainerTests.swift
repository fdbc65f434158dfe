import Foundation
import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("the gradient of a whole step")
struct BatchStepTests {
    enum Source: CaseIterable { case listed, coRated, mixed }

    struct Kind {
        var source = Source.listed
        var isNormalised = true
        var queryLayers: [Int] = []
        var candidateLayers: [Int] = []
    }

    @Test(
        "loss and gradient are the definition's and its slopes, through both towers",
        arguments: [
            Kind(), Kind(isNormalised: false), Kind(source: .coRated), Kind(source: .mixed),
            Kind(queryLayers: [5]), Kind(isNormalised: false, candidateLayers: [5]),
            Kind(source: .coRated, queryLayers: [3, 1], candidateLayers: [6, 2]),
        ],
        [nil, 4]
    )
    func definition(kind: Kind, negativeCount: Int?) {
        let world = World(
            kind.source,
            isNormalised: kind.isNormalised,
            queryLayers: kind.queryLayers,
            candidateLayers: kind.candidateLayers
        )
        var generator = SeededGenerator(seed: 7, stage: "batches")
        var source = world.source(size: 3, negatives: negativeCount)
        let batches = source.epoch(using: &generator)
        #expect(batches.count > 1)
        #expect(batches.allSatisfy { ($0.negatives.rows == nil) == (negativeCount == nil) })
        var step = BatchStep(world.trainer)
        for batch in batches {
            let slope = step.slope(of: batch, at: world.table)
            let definition = { (table: [[Double]]) in world.naive(table, of: batch) }
            let truth = definition(world.table.doubles)
            #expect(abs(slope.loss - truth) < 1e-4 * (1 + abs(truth)))
            let slopes = NaiveLoss.slopes(at: world.table.doubles, of: definition)
            #expect(slope.ofAll(world.table.rowCount).distance(to: slopes) < 5e-4)
        }
    }

    @Test("who takes no part in a step is not missed")
    func participants() throws {
        let world = World(.listed, isNormalised: true)
        let weights = try #require(world.positives as? ListedPairs).weights
        var generator = SeededGenerator(seed: 7, stage: "batches")
        var source = world.source(size: 2, negatives: 3)
        for batch in source.epoch(using: &generator) {
            let positives = batch.positiveRows.flatMap { weights.columns(ofRow: $0) }
            let negatives = batch.negatives.rows ?? []
            let participants = Participants(
                [negatives, positives.map(Int.init)].joined(),
                of: World.candidateCount
            )
            #expect(participants.count < World.candidateCount)
            let narrow = Batch(
                queries: batch.queries,
                candidates: participants.rows,
                negatives: Negatives(
                    rows: negatives.compactMap(participants.number),
                    bias: batch.negatives.bias
                ),
                positives: ListedPairs(
                    SparseMatrix(
                        rows: batch.positiveRows.map { row in
                            zip(weights.columns(ofRow: row), weights.weights(ofRow: row))
                                .compactMap { column, weight in
                                    participants.number(of: Int(column))
                                        .map { (column: $0, weight: weight) }
                                }
                        },
                        columnCount: participants.count
                    )
                ),
                positiveRows: Array(batch.positiveRows.indices),
                own: nil,
                biasOfPositives: batch.biasOfPositives
            )
            var step = BatchStep(world.trainer)
            let (wide, less) = (
                step.slope(of: batch, at: world.table), step.slope(of: narrow, at: world.table)
            )
            #expect(abs(wide.loss - less.loss) < 1e-4)
            let rowCount = world.table.rowCount
            #expect(wide.ofAll(rowCount).distance(to: less.ofAll(rowCount).doubles) < 1e-5)
            #expect(less.rows.count < wide.rows.count)
        }
    }

    @Test("a step has to do with the features of its queries and candidates, each row once")
    func rows() {
        let world = World(.listed, isNormalised: true)
        var generator = SeededGenerator(seed: 7, stage: "batches")
        var source = world.source(size: 2)
        let batch = source.next(using: &generator)
        var step = BatchStep(world.trainer)
        let slope = step.slope(of: batch, at: world.table)
        let features = batch.queries.columns + world.trainer.candidates.features.columns
        #expect(slope.rows == Set(features).sorted())
        #expect(slope.gradient.rowCount == slope.rows.count)
    }

    @Test("a constant added to every bias changes neither loss nor gradient")
    func constantBias() {
        let world = World(.coRated, isNormalised: true)
        let outcomes = [Float(0), 3].map { constant in
            var generator = SeededGenerator(seed: 7, stage: "batches")
            var source = world.source(size: 100, biasShift: constant)
            let batch = source.next(using: &generator)
            var step = BatchStep(world.trainer)
            return step.slope(of: batch, at: world.table)
        }
        #expect(abs(outcomes[0].loss - outcomes[1].loss) < 1e-4)
        #expect(outcomes[0].gradient.distance(to: outcomes[1].gradient.doubles) < 1e-4)
        #expect(outcomes[0].gradient.values.contains { abs($0) > 0.01 })
    }
}

@Suite("the trainer")
struct TrainerTests {
    @Test("the loss falls, and epochs count from 1")
    func learns() throws {
        let world = World(.coRated, isNormalised: true)
        let reports = try world.train(.tiny(epochs: 30))
        #expect(reports.map(\.epoch) == Array(1...30))
        #expect(try #require(reports.last).loss < 0.9 * reports[0].loss)
    }

    @Test("where nothing is known, a positive costs ln(candidates) nats")
    func ignorance() throws {
        let world = World(.listed, isNormalised: false)
        var table = Matrix(rowCount: world.table.rowCount, columnCount: world.table.columnCount)
        let reports = try world.train(.tiny(epochs: 1, isNormalised: false), table: &table)
        #expect(abs(reports[0].loss - log(Double(World.candidateCount))) < 1e-6)
    }

    @Test("numbers that are none stop the training in epoch 1")
    func poisoned() {
        let world = World(.listed, isNormalised: true)
        var table = world.table
        table[0, 0] = .nan
        #expect(throws: TrainingError.diverged(model: "tiny", epoch: 1)) {
            _ = try world.train(.tiny(), table: &table)
        }
    }

    @Test("a step too large stops the training, and the error names the epoch and the remedy")
    func diverges() throws {
        let world = World(.listed, isNormalised: false)
        // One batch an epoch: the first epoch's loss is fine, its step throws everything away.
        var settings = TrainingSettings.tiny(
            batchSize: 100,
            learningRate: 1e30,
            isNormalised: false
        )
        settings.learningRateDecays = false
        var seen: [Int] = []
        let error = try #require(throws: TrainingError.self) {
            var table = world.table
            _ = try world.train(settings, table: &table) { seen.append($0.epoch) }
        }
        #expect(error == .diverged(model: "tiny", epoch: 2))
        #expect(seen == [1])
        #expect(
            error.description == "the loss of the tiny model is not finite in epoch 2;"
                + " a smaller learning rate may help"
        )
    }

    @Test("without a pair nothing is learnt, and the loss is 0")
    func noPairs() throws {
        let model = try ItemItemModel.train(
            on: Interactions([[0], [1], []], movieCount: 3),
            of: Catalogue(3),
            with: .tiny(.tiny(epochs: 2)),
            seed: 1
        )
        #expect(model.losses == [0, 0])
        #expect(model.isFinite)
    }

    @Test("a share of the last steps is averaged, every fourth of them")
    func averagedSteps() throws {
        let world = World(.listed, isNormalised: true)
        func table(after epochs: Int, averaging share: Float?) throws -> Matrix {
            // One batch an epoch, and steps that do not know how many will follow.
            var settings = TrainingSettings.tiny(epochs: epochs, batchSize: 100)
            settings.learningRateDecays = false
            settings.averagedShare = share
            var table = world.table
            _ = try world.train(settings, table: &table)
            return table
        }
        var mean = try table(after: 4, averaging: nil)
        mean.add(try table(after: 8, averaging: nil))
        mean.scaleRows(by: [Float](repeating: 0.5, count: mean.rowCount))
        #expect(try table(after: 8, averaging: 0.75) == mean)
        #expect(try table(after: 8, averaging: 0.5) == table(after: 8, averaging: nil))
    }

    @Test("epochs double while the loss falls, and end as if there had been so many from the start")
    func doubledEpochs() throws {
        let world = World(.listed, isNormalised: true)
        func train(epochs: Int, doublings: Int) throws -> (table: Matrix, counts: [Int]) {
            var settings = TrainingSettings.tiny(epochs: epochs, batchSize: 100)
            settings.learningRateDecays = false
            settings.averagedShare = 0.5
            settings.mostDoublings = doublings
            var table = world.table
            let reports = try world.train(settings, table: &table)
            #expect(reports.map(\.epoch) == Array(1...reports.count))
            return (table, reports.map(\.epochCount))
        }
        let doubled = try train(epochs: 4, doublings: 1)
        #expect(doubled.counts == [4, 4, 4, 4, 8, 8, 8, 8])
        #expect(try doubled.table == train(epochs: 8, doublings: 0).table)
        // This small world is learnt long before all doublings are used up.
        #expect(try train(epochs: 4, doublings: 10).counts.count < 4 << 10)
    }

    @Test("no epochs leave the table as it is")
    func noEpochs() throws {
        let world = World(.listed, isNormalised: true)
        var table = world.table
        #expect(try world.train(.tiny(epochs: 0), table: &table).isEmpty)
        #expect(table == world.table)
    }

    @Test("where all candidates are equally popular, the popularity exponent changes nothing")
    func uniformPopularity() throws {
        // A ring: everybody rates three in a row, and every movie is rated by three.
        let interactions = Interactions(
            (0..<9).map { user in (0..<3).map { (user + $0) % 9 } },
            movieCount: 9
        )
        let models = try [Float(0), 0.5, 1].map { exponent in
            try UserMovieModel.train(
                on: interactions,
                of: Catalogue(9),
                with: .tiny(.tiny(epochs: 5, popularityExponent: exponent)),
                moment: { _ in nil },
                seed: 3
            )
        }
        for other in models[1...] {
            #expect(other.queries.distance(to: models[0].queries.doubles) < 1e-3)
            #expect(other.candidates.distance(to: models[0].candidates.doubles) < 1e-3)
        }
    }

    @Test("the popularity exponent takes popular movies out of the lists")
    func popularityExponent() throws {
        // Everybody rates movie 0; each of the others has two raters.
        let interactions = Interactions(
            (0..<16).map { [0, 1 + $0 / 2] },
            movieCount: 9
        )
        let shares = try [Float(0), 1].map { exponent in
            let model = try UserMovieModel.train(
                on: interactions,
                of: Catalogue(9),
                with: .tiny(.tiny(epochs: 40, popularityExponent: exponent)),
                moment: { _ in nil },
                seed: 3
            )
            return (0..<16).count { model.ranking(of: $0, where: { _ in true })[0] == 0 }
        }
        #expect(shares[0] > shares[1])
    }
}

/// Seven queries and nine candidates, or nine movies on both sides, with features of their own and
/// features that both towers share.
private struct World {
    static let candidateCount = 9
    let trainer: Trainer
    let queries: Tower
    let positives: any PositivePairs
    let queriesAreCandidates: Bool
    let table: Matrix
    let bias: [Float]
    let pairs: [NaiveLoss.Pair]

    init(
        _ source: BatchStepTests.Source,
        isNormalised: Bool,
        queryLayers: [Int] = [],
        candidateLayers: [Int] = []
    ) {
        let listed = Self.listed(queryCount: source == .listed ? 7 : 9)
        let groups = [[0, 1, 2, 3], [2, 3, 4], [4, 5], [6, 7, 8, 0], [1]]
        let coRated = CoRatedPairs(
            groups: SparseMatrix(ofOnes: groups, columnCount: 9),
            groupWeights: [0.5, 1, 2, 0.25, 1],
            rowScales: source == .mixed ? (0..<9).map { 0.3 + 0.1 * Float($0) } : nil
        )
        positives =
            switch source {
            case .listed: listed
            case .coRated: coRated
            case .mixed: MixedPairs([coRated, listed])
            }
        let queryCount = positives.queryCount
        let shared = queryCount + Self.candidateCount
        func features(_ count: Int, from first: Int) -> SparseMatrix {
            let rows = (0..<count).map { row -> [(Int, Float)] in
                let (third, half) = (shared + row % 3, shared + 3 + row % 2)
                return [(first + row, 1), (third, 0.7), (half, 1.3)]
            }
            return SparseMatrix(rows, columnCount: shared + 5)
        }
        var blocks = FeatureTable()
        _ = blocks.addBlock("features", rowNames: (0..<shared + 5).map(String.init))
        func layers(_ units: [Int], of tower: String) -> DenseLayers {
            DenseLayers(units, of: tower, dimension: 4, addedTo: &blocks)
        }
        let ofQueries = layers(queryLayers, of: "query")
        let ofCandidates = layers(candidateLayers, of: "candidate")
        let weights = ofQueries.rows.count + ofCandidates.rows.count
        table = Matrix(
            stacking: [
                Matrix(uniform: shared + 5, 4, range: 0.8, seed: 11),
                Matrix(uniform: weights, 4, range: 0.8 / DenseLayers.scale, seed: 13),
            ]
        )
        bias = Matrix(uniform: Self.candidateCount, 1, seed: 12).values
        queries = Tower(
            features: features(queryCount, from: 0),
            layers: ofQueries,
            isNormalised: isNormalised
        )
        queriesAreCandidates = source != .listed
        trainer = Trainer(
            modelName: "tiny",
            candidates: Tower(
                features: features(Self.candidateCount, from: queryCount),
                layers: ofCandidates,
                isNormalised: isNormalised
            ),
            queryLayers: ofQueries,
            candidateCounts: [Int](repeating: 3, count: Self.candidateCount),
            settings: .tiny(isNormalised: isNormalised)
        )
        pairs = positives.enumerated()
    }

    private static func listed(queryCount: Int) -> ListedPairs {
        // Query 5 has no positives; the others two or three, one of them twice.
        let rows = (0..<queryCount).map { query -> [(Int, Float)] in
            guard query != 5 else { return [] }
            let other = (query * 2 + 1) % 9
            return [(query, 0.5), (other, 1.5), (query, 0.25)]
        }
        return ListedPairs(SparseMatrix(rows, columnCount: candidateCount))
    }

    /// Batches of so many queries, against all candidates or a sample of them.
    func source(size: Int, negatives: Int? = nil, biasShift: Float = 0) -> QueryBatches {
        let weights = [Float](repeating: 1, count: Self.candidateCount)
        return QueryBatches(
            queries.features,
            positives,
            against: Competition(
                bias: bias.map { $0 + biasShift },
                chances: negatives.map { Competition.chances(weights, count: $0) }
            ),
            queriesAreCandidates: queriesAreCandidates,
            size: { _ in size }
        )
    }

    func naive(_ table: [[Double]], of batch: Batch) -> Double {
        let members = Set(batch.positiveRows)
        return NaiveLoss(
            queries: queries,
            candidates: trainer.candidates,
            temperature: trainer.temperature,
            queriesAreCandidates: queriesAreCandidates
        ).value(
            table,
            pairs: pairs.filter { members.contains($0.query) },
            competitors: Array(
                zip(batch.negatives.rows ?? Array(0..<Self.candidateCount), batch.negatives.bias)
            ),
            biasOf: { bias[$0] }
        )
    }

    func train(_ settings: TrainingSettings) throws -> [EpochReport] {
        var table = table
        return try train(settings, table: &table)
    }

    func train(
        _ settings: TrainingSettings,
        table: inout Matrix,
        observe: (EpochReport) -> Void = { _ in }
    ) throws -> [EpochReport] {
        let trainer = Trainer(
            modelName: trainer.modelName,
            candidates: trainer.candidates,
            queryLayers: trainer.queryLayers,
            candidateCounts: trainer.candidateCounts,
            settings: settings
        )
        var source = QueryBatches(
            queries.features,
            positives,
            against: Competition(of: trainer.candidateCounts, settings),
            queriesAreCandidates: queriesAreCandidates,
            size: { settings.batchSize(for: $0) }
        )
        var generator = SeededGenerator(seed: 5, stage: "train")
        var reports: [EpochReport] = []
        try trainer.train(&table, on: &source, using: &generator) { report in
            reports.append(report)
            observe(report)
        }
        return reports
    }
}

extension PositivePairs {
    /// Every pair with a weight, read off by asking for one unit vector at a time.
    fileprivate func enumerated() -> [NaiveLoss.Pair] {
        let identity = Matrix(
            rowCount: candidateCount,
            columnCount: candidateCount,
            values: (0..<candidateCount * candidateCount).map {
                $0 % (candidateCount + 1) == 0 ? 1 : 0
            }
        )
        let weights = candidateSums(of: Array(0..<queryCount), candidates: identity)
        return (0..<queryCount).flatMap { query in
            (0..<candidateCount).compactMap { candidate in
                let weight = weights[query, candidate]
                return weight == 0
                    ? nil
                    : NaiveLoss.Pair(query: query, candidate: candidate, weight: Double(weight))
            }
        }
    }
}

extension BatchStep.Slope {
    /// The gradient of every row of a table of so many; 0 for those that the batch has nothing to do
    /// with.
    func ofAll(_ rowCount: Int) -> Matrix {
        Matrix(rowCount, spreading: gradient, to: rows.map(Int.init))
    }
}
