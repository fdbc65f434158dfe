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
        #expect(fault { $0.itemItem.nearbyLength = 0 } == "nearbyLength must be at least 1")
        #expect(fault { $0.itemItem.nearbyShare = 2 } == "nearbyShare must be between 0 and 1")
        #expect(
            fault { $0.itemItem.nextShare = 0.9 } == "nearbyShare + nextShare must be at most 1"
        )
        #expect(fault { $0.itemItem.familiarShare = 0 } == "familiarShare must be above 0")
        #expect(fault { $0.itemItem.fewRatings = -1 } == "fewRatings must not be negative")
        #expect(fault { $0.userMovie.tasteScale = -1 } == "tasteScale must not be negative")
        #expect(fault { $0.userMovie.tasteLength = -1 } == "tasteLength must not be negative")
        #expect(fault { $0.userMovie.kinScale = -1 } == "kinScale must be between 0 and 1000")
        #expect(fault { $0.userMovie.kinLength = -1 } == "kinLength must be between 0 and 1000")
        #expect(fault { $0.userMovie.kinRatings = 0 } == "kinRatings must be at least 1")
        #expect(fault { $0.userMovie.tasteParts = 0 } == "tasteParts must be at least 1")
        #expect(fault { $0.userMovie.mostBlocks = 0 } == "mostBlocks must be at least 1")
        #expect(fault { $0.userMovie.moments?.clockDays = 0 } == "clockDays must be above 0")
        #expect(
            fault { $0.userMovie.training.dimension = 0 }
                == "userMovie: dimension must be at least 1"
        )
        #expect(
            fault { $0.itemItem.training.batchCount = 0 }
                == "itemItem: batchCount must be at least 1"
        )
        #expect(
            fault { $0.userMovie.training.averagedShare = 2 }
                == "userMovie: averagedShare must be between 0 and 1"
        )
        #expect(
            fault { $0.userMovie.training.temperature.value = -1 }
                == "userMovie: temperature must be above 0"
        )
        #expect(
            fault { $0.userMovie.wholeTasteEpochs = .max }
                == "wholeTasteEpochs must be at most 1000000"
        )
        #expect(
            fault { $0.userMovie.training.epochs = .max }
                == "userMovie: epochs must be at most 1000000"
        )
        #expect(
            fault { $0.itemItem.training.warmEpochs = .max }
                == "itemItem: warmEpochs must be at most 1000000"
        )
        #expect(
            fault { $0.userMovie.training.mostDoublings = -1 }
                == "userMovie: mostDoublings must be between 0 and 10"
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
}
