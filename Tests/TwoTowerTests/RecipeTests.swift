import Foundation
import Testing

@testable import TwoTower

@Suite("recipes")
struct RecipeTests {
    @Test("a recipe is read back from JSON as it was", arguments: Recipe.all)
    func roundTrip(recipe: Recipe) throws {
        let json = try JSONEncoder().encode(recipe)
        #expect(try JSONDecoder().decode(Recipe.self, from: json) == recipe)
    }

    @Test("there are two, default and tutorial")
    func names() {
        #expect(Recipe.all.map(\.name) == ["default", "tutorial"])
    }

    @Test("the tutorial is the notebook: in-batch softmax, Adagrad, ids of titles, no corrections")
    func tutorial() {
        let training = Recipe.tutorial.userMovie.training
        #expect(training.dimension == 32 && training.epochs == 3 && training.batchSize == 8192)
        #expect(training.denominator == .inBatch && training.optimiser == .adagrad)
        #expect(training.learningRate == 0.1 && !training.learningRateDecays)
        #expect(training.temperature == Temperature(1) && !training.isNormalised)
        #expect(training.popularityExponent == 0)
        // Uniform in ± 0.05 has a deviation of 0.05 / √3 = 0.028868.
        #expect(abs(training.initialDeviation - 0.028868) < 1e-6)
        #expect(Recipe.tutorial.userMovie.candidateKey == .title)
        #expect(Recipe.tutorial.userMovie.moments == nil)
    }
}
