import Cores
import LinearAlgebra
import Ratings
import Synchronization

@testable import TwoTower

private let coreLimit = Mutex(Cores.limit)

/// Runs `body` on so many cores; one caller after the other, as there is one limit for all.
func onCores<Result>(_ count: Int, _ body: () throws -> sending Result) rethrows -> Result {
    try coreLimit.withLock { usual in
        Cores.limit = count
        defer { Cores.limit = usual }
        return try body()
    }
}

extension Matrix {
    /// Uniform numbers in ± `range`.
    init(uniform rowCount: Int, _ columnCount: Int, range: Float = 1, seed: UInt64) {
        var generator = SeededGenerator(seed: seed, stage: "matrix")
        self.init(
            rowCount: rowCount,
            columnCount: columnCount,
            values: (0..<rowCount * columnCount).map { _ in (2 * generator.uniform() - 1) * range }
        )
    }

    /// A 1 in each row, at its own place.
    static func identity(_ count: Int) -> Matrix {
        Matrix(
            rowCount: count,
            columnCount: count,
            values: (0..<count * count).map { $0 % (count + 1) == 0 ? 1 : 0 }
        )
    }

    /// The values as rows of doubles.
    var doubles: [[Double]] { (0..<rowCount).map { self[row: $0].map(Double.init) } }

    /// The largest difference of two values in the same place.
    func distance(to other: [[Double]]) -> Double {
        zip(values, other.joined()).map { abs(Double($0) - $1) }.max() ?? 0
    }
}

extension SparseMatrix {
    /// A matrix of the given entries: columns and weights.
    init(_ rows: [[(Int, Float)]], columnCount: Int) {
        self.init(columnCount: columnCount)
        for row in rows { appendRow(row.map { (column: $0.0, weight: $0.1) }) }
    }

    /// A matrix whose entries all weigh 1.
    init(ofOnes rows: [[Int]], columnCount: Int) {
        self.init(rows.map { $0.map { ($0, 1) } }, columnCount: columnCount)
    }
}

extension Interactions {
    /// Each user's movies, oldest first, a minute apart.
    init(_ moviesOfUsers: [[Int]], movieCount: Int, isTimed: Bool = true) {
        let movies = moviesOfUsers.flatMap { $0 }
        self.init(
            starts: moviesOfUsers.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) },
            movies: movies.map { Row($0) },
            ratings: nil,
            timestamps: isTimed ? movies.indices.map { 1_000_000 + 60 * Int64($0) } : nil,
            movieCount: movieCount
        )
    }

    /// Each user's own choice of movies, without repetition.
    static func random(users: Int, movies: Int, each count: Int, seed: UInt64) -> Interactions {
        var generator = SeededGenerator(seed: seed, stage: "interactions")
        let lists = (0..<users).map { _ in
            Array((0..<movies).shuffled(using: &generator).prefix(count))
        }
        return Interactions(lists, movieCount: movies)
    }
}

extension Catalogue {
    /// Movies with these titles, or without any, whose ids are 0, 1, 2, ….
    init(_ count: Int, titles: [String]? = nil, genres: [String] = []) {
        self.init(
            vocabulary: Vocabulary((0..<count).map(String.init)),
            descriptions: (0..<count).map {
                MovieDescription(title: titles?[$0] ?? "", genres: genres)
            }
        )
    }
}

extension TrainingSettings {
    /// Enough to learn a tiny world in a moment.
    static func tiny(
        epochs: Int = 60,
        batchSize: Int = 8,
        learningRate: Float = 0.05,
        popularityExponent: Float = 0,
        isNormalised: Bool = true
    ) -> TrainingSettings {
        TrainingSettings(
            dimension: 16,
            epochs: epochs,
            batchSize: batchSize,
            learningRate: learningRate,
            temperature: Temperature(0.2),
            isNormalised: isNormalised,
            popularityExponent: popularityExponent
        )
    }
}

extension UserMovieModel {
    /// Trains on users whose ids are 0, 1, 2, ….
    static func train(
        on interactions: Interactions,
        of catalogue: Catalogue,
        with settings: UserMovieSettings,
        moment: (Row<User>) -> Int64?,
        seed: UInt64,
        observe: (EpochReport) -> Void = { _ in }
    ) throws(TrainingError) -> RetrievalModel<User, Movie> {
        try train(
            on: interactions,
            by: Vocabulary((0..<interactions.userCount).map(String.init)),
            of: catalogue,
            with: settings,
            moment: moment,
            seed: seed,
            observe: observe
        )
    }
}

extension UserMovieSettings {
    /// Towers of ids alone.
    static func tiny(_ training: TrainingSettings = .tiny()) -> UserMovieSettings {
        var settings = Recipe.standard.userMovie
        settings.training = training
        settings.moments = nil
        settings.ratingWeight = 0
        settings.popularityWeightExponent = 0
        settings.contentScale = 0
        settings.kinScale = 0
        settings.tasteScale = 0
        settings.tasteParts = 1
        settings.wholeTasteWeight = 3
        return settings
    }
}

extension ItemItemSettings {
    /// Towers of ids alone, all co-rated pairs.
    static func tiny(_ training: TrainingSettings = .tiny()) -> ItemItemSettings {
        var settings = Recipe.standard.itemItem
        settings.training = training
        settings.nearbyShare = 0
        settings.nextShare = 0
        settings.familiarShare = nil
        settings.ratingWeight = 0
        settings.fewRatings = nil
        settings.ownDamping = 0
        settings.contentScale = 0
        return settings
    }
}

extension RetrievalModel {
    /// The candidates of a query that pass, best first.
    func ranking(of query: Int, where isAdmitted: (Int) -> Bool) -> [Int] {
        (0..<candidates.rowCount).filter(isAdmitted)
            .map { (candidate: $0, score: queries.dot(row: query, with: candidates, row: $0)) }
            .sorted { ($1.score, $0.candidate) < ($0.score, $1.candidate) }
            .map(\.candidate)
    }
}
