import Foundation
import Testing

@testable import TwoTower

@Suite("Recipes")
struct RecipeTests {
    @Test("ours can be followed", arguments: Recipe.all)
    func ours(recipe: Recipe) {
        #expect(recipe.fault == nil)
    }

    @Test("an impossible one says what is wrong")
    func impossible() {
        func fault(_ change: (inout Recipe) -> Void) -> String? {
            var recipe = Recipe.standard
            change(&recipe)
            return recipe.fault
        }
        #expect(fault { $0.itemItem.nearbyShare = 2 } == "nearbyShare must be between 0 and 1")
        #expect(
            fault { $0.itemItem.nextShare = 0.9 } == "nearbyShare + nextShare must be at most 1"
        )
        #expect(fault { $0.userMovie.kinScale = -1 } == "kinScale must be between 0 and 1000")
        #expect(
            fault { $0.userMovie.moments?.clockDays = 1e-300 }
                == "clockDays must be between 1 and 1000000"
        )
        #expect(
            fault { $0.userMovie.training.dimension = 0 }
                == "userMovie: dimension must be between 1 and 65536"
        )
        #expect(
            fault { $0.userMovie.training.temperature.value = -1 }
                == "userMovie: temperature must be between 1e-06 and 1000000"
        )
        #expect(
            fault { $0.itemItem.training.mostDoublings = 1 }
                == "itemItem: mostDoublings must be 0 where the learning rate decays"
        )
        #expect(
            fault { $0.userMovie.training.averagedShare = 0.6 }
                == "userMovie: averagedShare must be at most 0.5 where epochs may double"
        )
        #expect(
            fault { $0.itemItem.training.denominator = .inBatch }
                == "itemItem denominator must not be in_batch"
        )
    }

    @Test("no number can be so large or so small that a size overflows: it is named")
    func bounds() throws {
        let recipe = try JSONSerialization.jsonObject(with: JSONEncoder().encode(Recipe.standard))
        for key in try numbers(in: #require(recipe as? [String: Any])) {
            for extreme in [Double(Int32.max), -1e12] {
                let changed = try JSONSerialization.data(withJSONObject: key.set(extreme))
                let fault = try JSONDecoder().decode(Recipe.self, from: changed).fault
                #expect(fault?.contains("\(key.name) must be") == true, "\(key.name) \(extreme)")
            }
        }
    }

    /// Every number of a recipe, by the name it goes by, and the recipe with another in its place.
    private func numbers(
        in object: [String: Any]
    ) -> [(name: String, set: (Double) -> [String: Any])] {
        object.flatMap { key, value -> [(name: String, set: (Double) -> [String: Any])] in
            if let inner = value as? [String: Any] {
                return numbers(in: inner).map { number in
                    let name = number.name == "value" ? key : number.name
                    return (name, { object.merging([key: number.set($0)]) { $1 } })
                }
            }
            guard let number = value as? NSNumber, !(value is Bool) else { return [] }
            _ = number
            return [(key, { object.merging([key: $0]) { $1 } })]
        }
    }
}
