import Ratings
import Testing
import TwoTower

@testable import NightlyJob

@Suite("the space of settings")
struct SearchSpaceTests {
    /// Two users who rated all of so many movies, with stars, times and titles.
    private func whole(movies: Int = 5000) -> Dataset {
        Dataset(
            [Array(0..<movies), Array(0..<movies)],
            movies: (0..<movies).map { MovieDescription(title: "Film \($0)") }
        )
    }

    /// The same without any of them.
    private func bare(movies: Int = 5000) -> Dataset {
        let dataset = whole(movies: movies)
        return Dataset(
            users: dataset.users,
            catalogue: Catalogue(
                vocabulary: dataset.catalogue.vocabulary,
                descriptions: (0..<movies).map { _ in MovieDescription(title: "") }
            ),
            interactions: Interactions(
                starts: [0, movies, 2 * movies],
                movies: dataset.interactions.movies,
                ratings: nil,
                timestamps: nil,
                movieCount: movies
            )
        )
    }

    @Test("whatever is drawn can be followed, and every dial turns")
    func possible() {
        let dataset = whole()
        let spaces = (
            users: SearchSpace.userMovie(on: dataset),
            items: SearchSpace.itemItem(on: dataset, hasPairs: false)
        )
        var generator = SeededGenerator(seed: 1, stage: "tune")
        var turned: Set<String> = []
        for _ in 0..<200 {
            var recipe = Recipe.standard
            let users = spaces.users.draw(near: recipe.userMovie, using: &generator)
            let items = spaces.items.draw(near: recipe.itemItem, using: &generator)
            recipe.userMovie = users.settings
            recipe.itemItem = items.settings
            #expect(recipe.fault == nil)
            for change in users.changes + items.changes {
                turned.insert(String(change.prefix { $0 != " " }))
            }
        }
        #expect(turned == Set(spaces.users.dials.map(\.name) + spaces.items.dials.map(\.name)))
    }

    @Test("dials that would change nothing on the data are left out")
    func inert() {
        func missing<Settings>(
            _ space: (Dataset) -> SearchSpace<Settings>,
            from dataset: Dataset
        ) -> Set<String> {
            let all = Set(space(whole()).dials.map(\.name))
            return all.subtracting(space(dataset).dials.map(\.name))
        }
        let inTime: Set = ["nearbyShare", "nextShare", "familiarShare"]
        #expect(
            missing(SearchSpace.userMovie, from: bare())
                == ["ratingWeight", "wholeTasteWeight", "historyScale", "contentScale"]
        )
        #expect(missing(SearchSpace.userMovie, from: whole(movies: 2048)) == ["mostNegatives"])
        #expect(
            missing({ .itemItem(on: $0, hasPairs: false) }, from: bare())
                == inTime.union(["ratingWeight", "contentScale", "ownDamping"])
        )
        #expect(
            missing({ .itemItem(on: $0, hasPairs: true) }, from: bare()) == ["contentScale"]
        )
        let withPairs = SearchSpace.itemItem(on: whole(), hasPairs: true).dials.map(\.name)
        #expect(inTime.union(["ratingWeight"]).isDisjoint(with: withPairs))
    }

    @Test("stars that are all alike are none")
    func equalStars() {
        let dataset = bare(movies: 3)
        let alike = Interactions(
            starts: [0, 3, 6],
            movies: dataset.interactions.movies,
            ratings: [Float](repeating: 1, count: 6),
            timestamps: nil,
            movieCount: 3
        )
        let space = SearchSpace.userMovie(on: dataset.holding(alike))
        #expect(!space.dials.contains { $0.name == "ratingWeight" })
    }

    @Test("dials that are left out change no embedding")
    func changesNothing() throws {
        let dataset = bare(movies: 12)
        var generator = SeededGenerator(seed: 2, stage: "tune")
        func omitted<Settings>(
            _ space: (Dataset) -> SearchSpace<Settings>
        ) -> SearchSpace<Settings> {
            let kept = space(dataset).dials.map(\.name)
            return SearchSpace(
                dials: space(whole()).dials.filter { !kept.contains($0.name) }
            )
        }
        func embeddings(_ recipe: Recipe) throws -> [Float] {
            let models = try Models.train(
                on: dataset,
                pairs: nil,
                recipe: recipe,
                seed: 1,
                moment: { _ in nil },
                observer: .silent
            )
            return models.userMovie.queries.values + models.userMovie.candidates.values
                + models.itemItem.queries.values + models.itemItem.candidates.values
        }
        let users = omitted(SearchSpace.userMovie)
        let items = omitted { .itemItem(on: $0, hasPairs: false) }
        let expected = try embeddings(.tiny)
        for _ in 0..<6 {
            var recipe = Recipe.tiny
            recipe.userMovie = users.draw(near: recipe.userMovie, using: &generator).settings
            recipe.itemItem = items.draw(near: recipe.itemItem, using: &generator).settings
            #expect(recipe != .tiny)
            let differences = zip(try embeddings(recipe), expected).map { abs($0 - $1) }
            #expect(differences.max() ?? 1 < 1e-3)
        }
    }

    @Test("all numbers of negatives that are tried are below that of the movies")
    func negatives() {
        var generator = SeededGenerator(seed: 1, stage: "tune")
        var tried: Set<Int> = []
        let dials = SearchSpace.userMovie(on: bare()).dials.filter { $0.name == "mostNegatives" }
        let space = SearchSpace(dials: dials)
        var start = Recipe.standard.userMovie
        start.training.mostNegatives = 4096
        for _ in 0..<50 {
            let drawn = space.draw(near: start, using: &generator)
            tried.insert(drawn.settings.training.mostNegatives)
        }
        #expect(tried == [2048, 4096])
    }

    @Test("a dial that would make the settings impossible stays")
    func impossible() {
        let space = SearchSpace.userMovie(on: whole())
        var generator = SeededGenerator(seed: 1, stage: "tune")
        for _ in 0..<50 {
            let drawn = space.draw(near: Recipe.tutorial.userMovie, using: &generator)
            #expect(drawn.settings.fault == nil && drawn.settings.tasteScale == 0)
        }
    }

    @Test("what is set to the value that it has is no change")
    func unchanged() {
        var generator = SeededGenerator(seed: 1, stage: "tune")
        let space = SearchSpace<[Int]>(dials: [.values("first", [7], \.[0])])
        for _ in 0..<20 {
            #expect(space.draw(near: [7], using: &generator).changes.isEmpty)
        }
    }

    @Test("a change names the value, or that there is none")
    func names() {
        var generator = SeededGenerator(seed: 1, stage: "tune")
        var changes: Set<String> = []
        let space = SearchSpace<[Float?]>(dials: [.values("share", [nil, 0.06], \.[0])])
        for start in [[nil], [0.25]] as [[Float?]] {
            for _ in 0..<20 {
                changes.formUnion(space.draw(near: start, using: &generator).changes)
            }
        }
        #expect(changes == ["share none", "share 0.06"])
    }

    @Test("a part of the epochs is at least one")
    func epochs() {
        var settings = Recipe.standard.userMovie
        settings.training.epochs = 10
        settings.wholeTasteEpochs = 30
        settings.scaleEpochs(by: 0.25)
        #expect(settings.training.epochs == 3 && settings.wholeTasteEpochs == 8)
        settings.scaleEpochs(by: 0.01)
        #expect(settings.training.epochs == 1 && settings.wholeTasteEpochs == 1)
    }
}
