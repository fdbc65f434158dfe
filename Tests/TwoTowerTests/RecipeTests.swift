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
        #expect(
            fault { $0.itemItem.nearbyShare = 2 } == "itemItem: nearbyShare must be between 0 and 1"
        )
        #expect(
            fault { $0.itemItem.nextShare = 0.9 }
                == "itemItem: nearbyShare + nextShare must be at most 1"
        )
        #expect(
            fault { $0.userMovie.kinScale = -1 } == "userMovie: kinScale must be between 0 and 1000"
        )
        #expect(
            fault { $0.userMovie.moments?.clockDays = 1e-300 }
                == "userMovie: clockDays must be between 1 and 1000000"
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
                == "itemItem: the denominator must not be in_batch"
        )
        #expect(
            fault { $0.userMovie.training.denominator = .inBatch }
                == "userMovie: moments must be absent where the denominator is in_batch"
        )
    }

    @Test("the tutorial's training on whole pairs refuses what it would not learn")
    func pairs() {
        #expect(Recipe.tutorial.fault == nil)
        for (change, name) in [
            ({ $0.tasteScale = 0.5 }, "tasteScale"), ({ $0.tasteParts = 2 }, "tasteParts"),
            ({ $0.kinPositives = 0.2 }, "kinPositives"),
            ({ $0.ratingWeight = 0.1 }, "ratingWeight"),
            ({ $0.userWeightExponent = -0.3 }, "userWeightExponent"),
        ] as [((inout UserMovieSettings) -> Void, String)] {
            var recipe = Recipe.tutorial
            change(&recipe.userMovie)
            #expect(recipe.fault?.hasPrefix("userMovie: \(name) must be ") == true)
        }
    }

    @Test("no number can be so large or so small that a size overflows: it is named")
    func bounds() throws {
        var recipe = Recipe.standard
        recipe.userMovie.userContentScale = 1
        recipe.itemItem.training.averagedShare = 0.5
        for training in [\Recipe.userMovie.training, \.itemItem.training] {
            recipe[keyPath: training].batchCount = 8
            recipe[keyPath: training].warmLearningRate = 0.1
            recipe[keyPath: training].queryLayers = [8]
            recipe[keyPath: training].candidateLayers = [8]
        }
        #expect(recipe.fault == nil)
        let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(recipe))
        let numbers = Self.numbers(in: json)
        #expect(numbers.count > 60)
        for number in numbers {
            for extreme in [Double(Int32.max), -1e12] {
                let changed = try JSONSerialization.data(withJSONObject: number.set(extreme))
                let fault = try JSONDecoder().decode(Recipe.self, from: changed).fault
                #expect(fault?.contains("\(number.name) must be") == true, "\(number.name)")
            }
        }
    }

    /// Every number of a value in JSON, by the name it goes by, and the value with another in its place.
    private static func numbers(in json: Any) -> [(name: String, set: (Double) -> Any)] {
        if let object = json as? [String: Any] {
            return object.flatMap { key, value in
                numbers(in: value).map { number in
                    let name = ["", "value"].contains(number.name) ? key : number.name
                    return (name, { object.merging([key: number.set($0)]) { $1 } })
                }
            }
        }
        if let list = json as? [Any] { return list.map { _ in ("", { [$0] }) } }
        // A truth value is a number too, of one byte.
        let isNumber = (json as? NSNumber).map { String(cString: $0.objCType) != "c" } ?? false
        return isNumber ? [("", { $0 })] : []
    }
}
