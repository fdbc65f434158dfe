import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("the user-movie model")
struct UserMovieModelTests {
    @Test("on a checkerboard the withheld movie comes first", arguments: [1 as UInt64, 2, 3])
    func checkerboard(seed: UInt64) throws {
        // Even users rate even movies, odd users odd ones; each has not seen the movie of his number.
        let lists = (0..<20).map { user in
            (0..<20).filter { $0 % 2 == user % 2 && $0 != user }
        }
        let model = try UserMovieModel.train(
            on: Interactions(lists, movieCount: 20),
            of: Catalogue(20),
            with: .tiny(),
            moment: { _ in nil },
            seed: seed
        )
        for user in 0..<20 {
            #expect(model.ranking(of: user, where: { !lists[user].contains($0) })[0] == user)
        }
    }

    @Test(
        "the recipe's history and content find the withheld movie too",
        arguments: [1 as UInt64, 2]
    )
    func checkerboardOfTheRecipe(seed: UInt64) throws {
        let lists = (0..<20).map { user in
            (0..<20).filter { $0 % 2 == user % 2 && $0 != user }
        }
        var settings = Recipe.standard.userMovie
        settings.training = .tiny()
        let interactions = Interactions(lists, movieCount: 20)
        let model = try UserMovieModel.train(
            on: interactions,
            of: Catalogue(20),
            with: settings,
            moment: { _ in interactions.newestTimestamp },
            seed: seed
        )
        for user in 0..<20 {
            #expect(model.ranking(of: user, where: { !lists[user].contains($0) })[0] == user)
        }
    }

    @Test("a user who rated nothing gets what users like him rate, where they are described")
    func described() throws {
        // Writers rate even movies, artists odd ones; the last two users have rated nothing.
        let lists = (0..<20).map { user in (0..<20).filter { $0 % 2 == user % 2 && $0 != user } }
        let occupations = (0..<22).map { $0 % 2 == 0 ? "writer" : "artist" }
        var settings = UserMovieSettings.tiny()
        settings.userContentScale = 1
        let model = try UserMovieModel.train(
            on: Interactions(lists + [[], []], movieCount: 20),
            by: Vocabulary((0..<22).map(String.init)),
            describedAs: occupations.map {
                UserDescription(age: nil, gender: nil, occupation: $0)
            },
            of: Catalogue(20),
            with: settings,
            moment: { _ in nil },
            seed: 1
        )
        for user in [20, 21] {
            let best = model.ranking(of: user, where: { _ in true }).prefix(10)
            #expect(best.allSatisfy { $0 % 2 == user % 2 })
        }
        #expect(
            model.parameters.first { $0.name == "query/content" }?.rowNames
                == ["occupation artist", "occupation writer"]
        )
    }

    @Test("without timestamps there are other epochs, cold and warm, if the recipe has any")
    func epochsWithoutTime() {
        var settings = UserMovieSettings.tiny()
        settings.training.epochs = 4
        settings.training.warmEpochs = 2
        settings.wholeTasteEpochs = 14
        let (timed, bare) = (
            Interactions([[0, 1]], movieCount: 2),
            Interactions([[0, 1]], movieCount: 2, isTimed: false)
        )
        #expect(settings.training(on: timed).epochs == 4)
        #expect(settings.training(on: bare).epochs == 14)
        #expect(settings.training(on: bare).warm.epochs == 7)
        settings.wholeTasteEpochs = nil
        #expect(settings.training(on: bare).epochs == 4)
        #expect(settings.training(on: bare).warm.epochs == 2)
    }

    @Test("an epoch that shows some of its queries has fewer negatives, at least a quarter")
    func negativesOfDrawnQueries() {
        func settings(mostBlocks: Int) -> UserMovieSettings {
            var settings = UserMovieSettings.tiny()
            settings.moments = MomentSettings()
            settings.tasteParts = 2
            settings.mostBlocks = mostBlocks
            settings.training.mostNegatives = 33
            return settings
        }
        var fewest = settings(mostBlocks: 1)
        fewest.training.mostNegatives = 3
        #expect(fewest.training(on: Interactions([], movieCount: 30)).mostNegatives == 2)
        let ratings = [Array(0..<25), Array(5..<15), [1, 2, 3], []]
        let timed = Interactions(ratings, movieCount: 30)
        let bare = Interactions(ratings, movieCount: 30, isTimed: false)
        // Three users of two parts; 3, 1 and 1 blocks.
        for (most, ofTimed, ofBare) in [
            (6, (11, 33), (6, 33)), (3, (6, 18), (3, 16)), (1, (2, 8), (1, 8)),
        ] {
            let settings = settings(mostBlocks: most)
            #expect(settings.queryCounts(in: timed) == (11, ofTimed.0))
            #expect(settings.training(on: timed).mostNegatives == ofTimed.1)
            #expect(settings.queryCounts(in: bare) == (6, ofBare.0))
            #expect(settings.training(on: bare).mostNegatives == ofBare.1)
        }
    }

    @Test("epochs that draw their queries do not double")
    func drawnEpochs() throws {
        // Ten users, each one part; an epoch has room for all of them, or for nine.
        func epochCount(most: Int) throws -> Int {
            var settings = UserMovieSettings.tiny(.tiny(epochs: 2))
            settings.training.learningRateDecays = false
            settings.training.mostDoublings = 1
            settings.mostBlocks = most
            return try UserMovieModel.train(
                on: .random(users: 10, movies: 30, each: 6, seed: 1),
                of: Catalogue(30),
                with: settings,
                moment: { _ in nil },
                seed: 1
            ).losses.count
        }
        #expect(try epochCount(most: 10) == 4)
        #expect(try epochCount(most: 9) == 2)
    }

    @Test("a warm start finds each id's parameters, wherever its row now is")
    func warmStart() throws {
        var settings = UserMovieSettings.tiny()
        settings.training.warmEpochs = 0
        func model(
            users: [String],
            from earlier: [ParameterBlock]
        ) throws -> RetrievalModel<User, Movie> {
            try UserMovieModel.train(
                on: Interactions(users.map { _ in [0, 1] }, movieCount: 5),
                by: Vocabulary(users),
                of: Catalogue(5),
                with: settings,
                moment: { _ in nil },
                from: earlier,
                seed: 1
            )
        }
        let earlier = try model(users: ["2", "4"], from: [])
        #expect(earlier.inheritedRowCount == 0)
        let later = try model(users: ["1", "2", "4"], from: earlier.parameters)
        // Two users and five movies.
        #expect(later.inheritedRowCount == 7)
        #expect(later.losses.isEmpty)
        #expect(later.candidates == earlier.candidates)
        #expect(later.queries.gathering([1, 2]) == earlier.queries)
        #expect(later.queries[row: 0] != earlier.queries[row: 0])
    }

    @Test("the same seed gives the same bytes on one core and on two")
    func repeatable() throws {
        let interactions = Interactions.random(users: 700, movies: 300, each: 12, seed: 1)
        var settings = Recipe.standard.userMovie
        settings.training = .tiny(epochs: 2, batchSize: 400)
        func model(seed: UInt64, cores: Int) throws -> RetrievalModel<User, Movie> {
            try onCores(cores) {
                try UserMovieModel.train(
                    on: interactions,
                    of: Catalogue(300),
                    with: settings,
                    moment: { _ in 2_000_000 },
                    seed: seed
                )
            }
        }
        let first = try model(seed: 1, cores: 1)
        let second = try model(seed: 1, cores: 2)
        #expect(first.queries == second.queries)
        #expect(first.candidates == second.candidates)
        #expect(first.losses == second.losses)
        #expect(try model(seed: 2, cores: 2).queries != first.queries)
    }

    @Test("what a user rated last counts, and fades with the time since")
    func freshness() throws {
        let interactions = Interactions.random(users: 20, movies: 15, each: 8, seed: 2)
        var settings = Recipe.standard.userMovie
        settings.training = .tiny(epochs: 3)
        let newest = try #require(interactions.newestTimestamp)
        // The last user's list is always for the same moment, so that all models are one.
        let embeddings = try [Int64(0), 2_998, 2_999].map { days in
            try UserMovieModel.train(
                on: interactions,
                of: Catalogue(15),
                with: settings,
                moment: { newest + ($0.index == 19 ? 3_000 : days) * 86_400 },
                seed: 1
            ).queries
        }
        #expect(embeddings[0][row: 19] == embeddings[2][row: 19])
        let fading = embeddings[0].distance(to: embeddings[2].doubles)
        #expect(fading > 1e-3)
        #expect(embeddings[1].distance(to: embeddings[2].doubles) < fading)
    }

    @Test("without timestamps one embedding, shared by all users, stands in for moments")
    func untimed() throws {
        let interactions = Interactions(
            [[0, 1, 2], [2, 3], [1, 4, 0]],
            movieCount: 5,
            isTimed: false
        )
        var settings = Recipe.standard.userMovie
        settings.training = .tiny(epochs: 3)
        settings.tasteScale = 0.5
        settings.training.isNormalised = false
        func model() throws -> RetrievalModel<User, Movie> {
            try UserMovieModel.train(
                on: interactions,
                of: Catalogue(5),
                with: settings,
                moment: { _ in nil },
                seed: 1
            )
        }
        let asked = try model()
        let names = ["query/user", "candidate/movie", "query/everyone"]
        #expect(asked.parameters.map(\.name) == names)
        let (own, movies, shared) = (
            asked.parameters[0].values, asked.parameters[1].values, asked.parameters[2].values
        )
        for user in 0..<3 {
            let seen = interactions.movies(of: Row(user)).map(\.index)
            for place in 0..<asked.queries.columnCount {
                let taste = seen.reduce(0) { $0 + movies[$1, place] } / Float(seen.count)
                let expected = own[user, place] + shared[0, place] + 0.5 * taste
                #expect(abs(asked.queries[user, place] - expected) < 1e-5)
            }
        }
        settings.moments = nil
        #expect(try model().parameters.map(\.name) == Array(names.dropLast()))
    }

    @Test("with timestamps the clock says what everybody wants")
    func timed() throws {
        let interactions = Interactions([[0, 1, 2], [2, 3], [1, 4, 0]], movieCount: 5)
        var settings = Recipe.standard.userMovie
        settings.training = .tiny(epochs: 1)
        let model = try UserMovieModel.train(
            on: interactions,
            of: Catalogue(5),
            with: settings,
            moment: { _ in nil },
            seed: 1
        )
        let names = ["query/user", "candidate/movie", "query/clock"]
        #expect(model.parameters.map(\.name) == names)
    }

    @Test("by title, movies of one title share an embedding")
    func titles() throws {
        let catalogue = Catalogue(4, titles: ["Heat", "Up", "Heat", "Alien"])
        let interactions = Interactions([[0, 1], [2, 3], [1, 3]], movieCount: 4)
        var settings = UserMovieSettings.tiny(.tiny(epochs: 3))
        settings.candidateKey = .title
        let model = try UserMovieModel.train(
            on: interactions,
            of: catalogue,
            with: settings,
            moment: { _ in nil },
            seed: 1
        )
        #expect(model.candidates[row: 0] == model.candidates[row: 2])
        #expect(model.candidates[row: 0] != model.candidates[row: 1])
    }

    @Test("every user and every movie has an embedding, also without a rating")
    func complete() throws {
        let interactions = Interactions([[0, 1], [], [1, 2]], movieCount: 5)
        let model = try UserMovieModel.train(
            on: interactions,
            of: Catalogue(5),
            with: .tiny(),
            moment: { _ in nil },
            seed: 1
        )
        #expect(model.queries.rowCount == 3 && model.candidates.rowCount == 5)
        #expect(model.isFinite)
        #expect(model.losses.count == 60)
    }
}
