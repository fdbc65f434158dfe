import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("the item-to-item model")
struct ItemItemModelTests {
    @Test(
        "where two groups of users share no movie, neighbours never cross, few movies or many",
        arguments: [(1 as UInt64, 16), (2, 16), (3, 16), (1, 12_001)],
        [Float(0), 0.3]
    )
    func disjointGroups(world: (seed: UInt64, movieCount: Int), nearbyShare: Float) throws {
        let (seed, movieCount) = world
        var generator = SeededGenerator(seed: seed, stage: "groups")
        let lists = (0..<40).map { user in
            let own = user % 2 == 0 ? 0..<8 : 8..<16
            return Array(own.shuffled(using: &generator).prefix(5))
        }
        var settings = ItemItemSettings.tiny()
        settings.nearbyShare = nearbyShare
        settings.ratingsPerStep = 50
        let model = try ItemItemModel.train(
            on: Interactions(lists, movieCount: movieCount),
            of: Catalogue(movieCount),
            with: settings,
            seed: seed
        )
        for movie in 0..<16 {
            let neighbours = model.ranking(of: movie, where: { $0 != movie && $0 < 16 })
                .prefix(7)
            #expect(neighbours.allSatisfy { $0 / 8 == movie / 8 })
        }
    }

    @Test("pairs of one direction teach one direction")
    func direction() throws {
        // 0 → 1 → 2 → … → 7 → 0, never back.
        let pairs = ListedPairs(
            SparseMatrix(ofOnes: (0..<8).map { [($0 + 1) % 8] }, columnCount: 8)
        )
        let model = try ItemItemModel.train(
            on: pairs,
            popularity: Interactions([Array(0..<8)], movieCount: 8),
            of: Catalogue(8),
            with: .tiny(),
            seed: 1
        )
        for movie in 0..<8 {
            #expect(model.ranking(of: movie, where: { $0 != movie })[0] == (movie + 1) % 8)
        }
    }

    @Test("pairs with a candidate that nobody has rated teach nothing")
    func unratedCandidates() throws {
        let circle = (0..<8).map { [($0 + 1) % 8] } + [[]]
        let withUnrated = circle.map { $0 + [8] }
        let models = try [circle, withUnrated].map { candidates in
            try ItemItemModel.train(
                on: ListedPairs(SparseMatrix(ofOnes: candidates, columnCount: 9)),
                popularity: Interactions([Array(0..<8)], movieCount: 9),
                of: Catalogue(9),
                with: .tiny(),
                seed: 1
            )
        }
        #expect(models[0].candidates == models[1].candidates)
        #expect(models[0].queries == models[1].queries)
    }

    @Test("what titles share, both towers share: an unrated sequel stands near its film")
    func content() throws {
        // Film 9 is never rated; its words are those of film 0.
        let titles = ["Zorba", "B", "C", "D", "E", "F", "G", "H", "I", "Zorba II"]
        let lists = (0..<30).map { user in [user % 9, (user + 1) % 9, (user + 2) % 9] }
        var settings = ItemItemSettings.tiny()
        settings.contentScale = 4
        let model = try ItemItemModel.train(
            on: Interactions(lists, movieCount: 10),
            of: Catalogue(10, titles: titles),
            with: settings,
            seed: 1
        )
        #expect(model.parameters.contains { $0.name == "shared/content" })
        func cosine(_ left: Int, _ right: Int) -> Float {
            model.candidates.dot(row: left, with: model.candidates, row: right)
        }
        #expect((1..<9).allSatisfy { cosine(9, 0) > cosine(9, $0) })
    }

    @Test("the same seed gives the same bytes on one core and on two")
    func repeatable() throws {
        let interactions = Interactions.random(users: 400, movies: 600, each: 15, seed: 1)
        var settings = Recipe.standard.itemItem
        settings.training = .tiny(epochs: 2, batchSize: 256)
        func model(seed: UInt64, cores: Int) throws -> RetrievalModel<Movie, Movie> {
            try onCores(cores) {
                try ItemItemModel.train(
                    on: interactions,
                    of: Catalogue(600),
                    with: settings,
                    seed: seed
                )
            }
        }
        let first = try model(seed: 1, cores: 1)
        let second = try model(seed: 1, cores: 2)
        #expect(first.queries == second.queries)
        #expect(first.candidates == second.candidates)
        #expect(try model(seed: 2, cores: 2).queries != first.queries)
    }

    @Test("without timestamps no pair is near, and all pairs count")
    func untimed() throws {
        let lists = [[0, 1, 2], [2, 3, 0], [1, 4, 0]]
        var settings = ItemItemSettings.tiny(.tiny(epochs: 3))
        settings.nearbyShare = 0.5
        let asked = try ItemItemModel.train(
            on: Interactions(lists, movieCount: 5, isTimed: false),
            of: Catalogue(5),
            with: settings,
            seed: 1
        )
        settings.nearbyShare = 0
        let without = try ItemItemModel.train(
            on: Interactions(lists, movieCount: 5, isTimed: false),
            of: Catalogue(5),
            with: settings,
            seed: 1
        )
        #expect(asked.queries == without.queries)
    }
}
