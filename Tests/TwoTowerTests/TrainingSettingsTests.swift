import Testing

@testable import TwoTower

@Suite("the decision to double the epochs")
struct DoublingTests {
    @Test("epochs double while their last quarter takes more than 0.04 nats off the loss")
    func falls() {
        var settings = TrainingSettings(dimension: 1, epochs: 4, learningRate: 1)
        #expect(!settings.doublesEpochs(after: [9, 8, 7, 6]))
        settings.mostDoublings = 1
        #expect(settings.doublesEpochs(after: [9, 8, 7, 6.95]))
        #expect(!settings.doublesEpochs(after: [9, 8, 7, 6.97]))
        #expect(!settings.doublesEpochs(after: [9, 8, 7, 7.5]))
        // The one doubling is used up after eight; with two, a quarter is two epochs.
        let losses: [Double] = [9, 8, 7, 6, 5, 4.06, 4.03, 4]
        #expect(!settings.doublesEpochs(after: losses))
        settings.mostDoublings = 2
        #expect(settings.doublesEpochs(after: losses))
        #expect(!settings.doublesEpochs(after: [9, 8, 7, 6, 5, 4.03, 4.01, 4]))
    }

    @Test("a warm start never doubles")
    func warm() {
        var settings = TrainingSettings(dimension: 1, epochs: 4, learningRate: 1)
        settings.mostDoublings = 1
        #expect(!settings.warm.doublesEpochs(after: [9, 8, 7, 6]))
    }

    @Test("one epoch is no fall")
    func single() {
        var settings = TrainingSettings(dimension: 1, epochs: 1, learningRate: 1)
        settings.mostDoublings = 3
        #expect(!settings.doublesEpochs(after: [5]))
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
        // A million ratings: 16.3 / (ln 2 · ln 1,000,000) = 16.3 / 9.576182 = 1.702140
        #expect(abs(following.value(for: [900_000, 100_000]) - 1.702140) < 1e-5)
        // Of 25 times as many, 1,000,000² / 25,000,000 = 40,000 count:
        // 16.3 / (ln 2 · ln 40,000) = 16.3 / 7.345028 = 2.219188
        #expect(abs(following.value(for: [20_000_000, 5_000_000]) - 2.219188) < 1e-5)
    }
}
