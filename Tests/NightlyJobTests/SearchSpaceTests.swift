import Ratings
import Testing
import TwoTower

@testable import NightlyJob

@Suite("the space of settings")
struct SearchSpaceTests {
    @Test("whatever is drawn can be followed, and every dial turns")
    func possible() {
        var generator = SeededGenerator(seed: 1, stage: "tune")
        var turned: Set<String> = []
        for _ in 0..<200 {
            var recipe = Recipe.standard
            let users = SearchSpace.userMovie.draw(near: recipe.userMovie, using: &generator)
            let items = SearchSpace.itemItem.draw(near: recipe.itemItem, using: &generator)
            recipe.userMovie = users.settings
            recipe.itemItem = items.settings
            #expect(recipe.fault == nil)
            for change in users.changes + items.changes {
                turned.insert(String(change.prefix { $0 != " " }))
            }
        }
        let dials = SearchSpace.userMovie.dials.map(\.name) + SearchSpace.itemItem.dials.map(\.name)
        #expect(turned == Set(dials))
    }

    @Test("a dial that would make the settings impossible stays")
    func impossible() {
        var generator = SeededGenerator(seed: 1, stage: "tune")
        for _ in 0..<50 {
            let start = Recipe.tutorial.userMovie
            let drawn = SearchSpace.userMovie.draw(near: start, using: &generator)
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
