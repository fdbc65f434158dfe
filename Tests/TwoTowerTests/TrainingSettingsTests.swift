import Ratings
import Testing

@testable import TwoTower

@Suite("as many epochs again")
struct DoublingTests {
    @Test("they follow while the last quarter takes more than 0.04 nats off the loss")
    func falls() {
        var settings = TrainingSettings(dimension: 1, epochs: 4, learningRate: 1)
        #expect(!settings.goesOn(after: [9, 8, 7, 6]))
        settings.mostDoublings = 1
        #expect(settings.goesOn(after: [9, 8, 7, 6.95]))
        #expect(!settings.goesOn(after: [9, 8, 7, 6.97]))
        #expect(!settings.goesOn(after: [9, 8, 7, 7.5]))
        // The one doubling is used up after eight; with two, a quarter is two epochs.
        let losses: [Double] = [9, 8, 7, 6, 5, 4.06, 4.03, 4]
        #expect(!settings.goesOn(after: losses))
        settings.mostDoublings = 2
        #expect(settings.goesOn(after: losses))
        #expect(!settings.goesOn(after: [9, 8, 7, 6, 5, 4.03, 4.01, 4]))
    }

    @Test("one epoch is no fall")
    func single() {
        var settings = TrainingSettings(dimension: 1, epochs: 1, learningRate: 1)
        settings.mostDoublings = 3
        #expect(!settings.goesOn(after: [5]))
    }
}

@Suite("the temperature")
struct TemperatureTests {
    @Test("it is what it is, or falls with the logarithms of the candidates and of their ratings")
    func value() {
        #expect(Temperature(0.2).value(for: [3, 5]) == 0.2)
        let following = Temperature(16.3, followsSize: true)
        // Three candidates with 100 ratings: 16.3 / (ln 3 · ln 100) = 16.3 / 5.059297 = 3.221792
        #expect(abs(following.value(for: [60, 0, 39, 1]) - 3.221792) < 1e-5)
        // Fewer than two count as two: 16.3 / (ln 2)² = 33.926314
        #expect(abs(following.value(for: []) - 33.926314) < 1e-4)
        // Beyond a million ratings: 16.3 / (ln 2 · ln 1,000,000) = 16.3 / 9.576182 = 1.702140
        let many = following.value(for: [20_000_000, 5_000_000])
        #expect(abs(many - 1.702140) < 1e-5)
        #expect(many == following.value(for: [900_000, 100_000]))
    }
}

@Suite("how users are trained, by what there is to learn from")
struct UserTrainingTests {
    private let settings = Recipe.standard.userMovie

    private func interactions(isTimed: Bool) -> Interactions {
        Interactions(
            [[0, 1], [1, 2, 0], [2]],
            movieCount: 3,
            isTimed: isTimed
        )
    }

    @Test("without timestamps there are other epochs, if the recipe has any")
    func epochs() {
        var settings = settings
        settings.training.epochs = 3
        settings.wholeTasteEpochs = 7
        #expect(settings.training(on: interactions(isTimed: true)).epochs == 3)
        #expect(settings.training(on: interactions(isTimed: false)).epochs == 7)
        settings.wholeTasteEpochs = nil
        #expect(settings.training(on: interactions(isTimed: false)).epochs == 3)
    }

    @Test("epochs that draw some of their parts or blocks do not double")
    func doublings() {
        var settings = settings
        settings.training.mostDoublings = 2
        settings.tasteParts = 2
        settings.moments?.blockLength = 1
        func doublings(most: Int, isTimed: Bool) -> Int {
            settings.mostBlocks = most
            return settings.training(on: interactions(isTimed: isTimed)).mostDoublings
        }
        // Three users of two parts; six ratings, as many blocks of one where there is time.
        #expect(doublings(most: 6, isTimed: true) == 2)
        #expect(doublings(most: 5, isTimed: false) == 0)
        settings.tasteParts = 1
        #expect(doublings(most: 5, isTimed: true) == 0)
        #expect(doublings(most: 5, isTimed: false) == 2)
    }
}
