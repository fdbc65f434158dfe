import LinearAlgebra
import Logging
import Ratings

@testable import NightlyJob
@testable import TwoTower

extension JobObserver {
    /// Says nothing.
    static let silent = JobObserver(
        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    )
}

extension Recipe {
    /// The default's shape in a few milliseconds.
    static var tiny: Recipe {
        var recipe = Recipe.standard
        recipe.userMovie.training = TrainingSettings(
            dimension: 8,
            epochs: 2,
            batchSize: 64,
            learningRate: 0.03,
            temperature: Temperature(0.2)
        )
        recipe.itemItem.training = recipe.userMovie.training
        return recipe
    }
}

extension Matrix {
    /// Uniform numbers in -1...1.
    init(uniform rowCount: Int, _ columnCount: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed, stage: "matrix")
        self.init(
            rowCount: rowCount,
            columnCount: columnCount,
            values: (0..<rowCount * columnCount).map { _ in 2 * generator.uniform() - 1 }
        )
    }
}

extension Dataset {
    /// Users U1, U2, … and movies of these descriptions, with ids 1, 2, 3, ….
    init(_ moviesOfUsers: [[Int]], movies: [MovieDescription], isTimed: Bool = true) {
        let all = moviesOfUsers.flatMap { $0 }
        self.init(
            users: Vocabulary((1...moviesOfUsers.count).map { "U\($0)" }),
            catalogue: Catalogue(
                vocabulary: Vocabulary((1...movies.count).map(String.init)),
                descriptions: movies
            ),
            interactions: Interactions(
                starts: moviesOfUsers.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) },
                movies: all.map { Row($0) },
                ratings: all.map { Float($0 % 5 + 1) },
                timestamps: isTimed ? all.indices.map { 1_000_000 + 60 * Int64($0) } : nil,
                movieCount: movies.count
            )
        )
    }

    /// Movies of a few genres and users who rate some of them; the last `unrated` movies nobody does.
    static func random(
        users: Int,
        movies: Int,
        unrated: Int = 0,
        each count: Int,
        seed: UInt64
    ) -> Dataset {
        var generator = SeededGenerator(seed: seed, stage: "dataset")
        let genres = ["Comedy", "Drama", "War"]
        let lists = (0..<users).map { _ in
            Array((0..<movies - unrated).shuffled(using: &generator).prefix(count))
        }
        return Dataset(
            lists,
            movies: (0..<movies).map {
                MovieDescription(title: "Film \($0 + 1) (1999)", genres: [genres[$0 % 3]])
            }
        )
    }
}

extension Models {
    /// Embeddings made by chance.
    static func random(for dataset: Dataset, dimension: Int = 4, seed: UInt64) -> Models {
        let (users, movies) = (dataset.users.count, dataset.catalogue.count)
        return Models(
            userMovie: RetrievalModel(
                queries: Matrix(uniform: users, dimension, seed: seed),
                candidates: Matrix(uniform: movies, dimension, seed: seed + 1),
                temperature: 0.2
            ),
            itemItem: RetrievalModel(
                queries: Matrix(uniform: movies, dimension, seed: seed + 2),
                candidates: Matrix(uniform: movies, dimension, seed: seed + 3),
                temperature: 0.1,
                parameters: [
                    ParameterBlock(
                        name: "shared/content",
                        rowNames: ["genre War", "word \"of, the\""],
                        values: Matrix(uniform: 2, dimension, seed: seed + 4)
                    )
                ]
            )
        )
    }
}

extension ModelFolder {
    /// A model made by chance.
    static func random(
        for dataset: Dataset,
        dimension: Int = 4,
        seed: UInt64 = 1
    ) -> ModelFolder {
        ModelFolder(
            dataset: dataset,
            models: .random(for: dataset, dimension: dimension, seed: seed),
            settings: Settings(recipe: .tiny, seed: 7, now: 1_234_567)
        )
    }
}
