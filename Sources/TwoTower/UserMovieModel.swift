import Foundation
import LinearAlgebra
import Ratings

/// The user-movie model: which movies a user wants, in general and now.
package enum UserMovieModel {
    /// Trains the model.
    ///
    /// The query tower is the user's own embedding and, where a moment is known, what `Moments` adds
    /// to it. It is trained on both kinds of queries: each user's whole taste, predicted from the id,
    /// and blocks of consecutive ratings, predicted from the id and the moment of the first.
    ///
    /// - Parameters:
    ///   - interactions: What to learn from. Users without ratings keep an untrained embedding.
    ///   - catalogue: Titles and genres, for recipes that use them.
    ///   - settings: The recipe's part for this model. Without timestamps there are no moments.
    ///   - moment: When each user's list will be shown, in seconds since 1970; `nil` for a list of
    ///     the user's whole taste.
    ///   - seed: The run's.
    ///   - observe: Called after every epoch.
    /// - Returns: One query for each user, one candidate for each movie.
    /// - Throws: `TrainingError.diverged`.
    package static func train(
        on interactions: Interactions,
        of catalogue: Catalogue,
        with settings: UserMovieSettings,
        moment: (Row<User>) -> Int64?,
        seed: UInt64,
        observe: (EpochReport) -> Void = { _ in }
    ) throws(TrainingError) -> RetrievalModel<User, Movie> {
        var training = settings.training
        if interactions.timestamps == nil {
            training.epochs = settings.wholeTasteEpochs ?? training.epochs
        }
        var table = FeatureTable()
        let users = table.addBlock("query/user", count: interactions.userCount)
        let movies = MovieFeatures(
            of: catalogue,
            key: settings.candidateKey,
            contentScale: settings.contentScale
        ).addBlocks(to: &table, tower: "candidate")
        let lastMoment = (0..<interactions.userCount).compactMap { moment(Row($0)) }.max()
        let moments = settings.moments.flatMap { moments in
            Moments(
                moments,
                of: interactions,
                until: lastMoment,
                movies: movies,
                table: &table
            )
        }
        let towers = UserTowers(users: users, moments: moments, featureCount: table.rowCount)
        let examples = towers.examples(from: interactions, with: settings)
        let pair = TowerPair(
            name: "user-movie",
            table: table,
            trainingQueries: examples.queries,
            queries: towers.queries(for: interactions, at: moment),
            candidates: movies.matrix(columnCount: table.rowCount),
            positives: ListedPairs(examples.positives),
            candidateCounts: interactions.raterCounts
        )
        return try pair.train(with: training, seed: seed, observe: observe)
    }
}

/// The features of users' queries.
private struct UserTowers {
    let users: Range<Int>
    let moments: Moments?
    let featureCount: Int

    /// One query for each user.
    func queries(
        for interactions: Interactions,
        at moment: (Row<User>) -> Int64?
    ) -> SparseMatrix {
        let rows = (0..<users.count).map { index in
            let user = Row<User>(index)
            guard let moments, let time = moment(user) else { return id(of: user) }
            let end = interactions.range(of: user).upperBound
            return id(of: user) + moments.features(of: user, before: end, at: time)
        }
        return SparseMatrix(rows: rows, columnCount: featureCount)
    }

    /// The training queries and their positives.
    func examples(
        from interactions: Interactions,
        with settings: UserMovieSettings
    ) -> (queries: SparseMatrix, positives: SparseMatrix) {
        let weights = PositiveWeights(interactions, settings)
        var queries = SparseMatrix(columnCount: featureCount)
        var positives = SparseMatrix(columnCount: interactions.movieCount)
        for user in (0..<users.count).map(Row<User>.init) {
            let range = interactions.range(of: user)
            guard !range.isEmpty else { continue }
            queries.appendRow(id(of: user))
            positives.appendRow(weights.entries(range, of: user, times: settings.wholeTasteWeight))
            guard let moments else { continue }
            for start in stride(
                from: range.lowerBound,
                to: range.upperBound,
                by: moments.settings.blockLength
            ) {
                let end = min(start + moments.settings.blockLength, range.upperBound)
                queries.appendRow(
                    id(of: user)
                        + moments.features(of: user, before: start, at: moments.time(of: start))
                )
                positives.appendRow(weights.entries(start..<end, of: user, times: 1))
            }
        }
        return (queries, positives)
    }

    private func id(of user: Row<User>) -> [(column: Int, weight: Float)] {
        [(column: users.lowerBound + user.index, weight: 1)]
    }
}

/// How much each rating counts as a positive.
private struct PositiveWeights {
    private let interactions: Interactions
    private let userWeights: [Float]
    private let movieWeights: [Float]
    private let ratingWeights: [Float]?

    init(_ interactions: Interactions, _ settings: UserMovieSettings) {
        self.interactions = interactions
        userWeights = (0..<interactions.userCount).map { user in
            let count = Float(interactions.range(of: Row(user)).count)
            return pow(max(1, count), settings.userWeightExponent)
        }
        let counts = interactions.raterCounts
        let mean = Float(interactions.count) / Float(max(1, counts.count { $0 > 0 }))
        movieWeights = counts.map { count in
            pow(max(1, Float(count)) / mean, settings.popularityWeightExponent)
        }
        ratingWeights = interactions.ratings.flatMap {
            Self.weights(of: $0, influence: settings.ratingWeight)
        }
    }

    /// The movies of some consecutive ratings with their weights.
    func entries(
        _ range: Range<Int>,
        of user: Row<User>,
        times factor: Float
    ) -> [(column: Int, weight: Float)] {
        range.map { place in
            let movie = interactions.movies[place].index
            let weight = userWeights[user.index] * movieWeights[movie]
            return (column: movie, weight: factor * weight * (ratingWeights?[place] ?? 1))
        }
    }

    /// 1 + influence · (rating - mean) ÷ standard deviation, at least 0.05; `nil` if all are equal.
    private static func weights(of ratings: [Float], influence: Float) -> [Float]? {
        let mean = ratings.reduce(0.0) { $0 + Double($1) } / Double(max(1, ratings.count))
        let squares = ratings.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
        let deviation = (squares / Double(max(1, ratings.count))).squareRoot()
        guard deviation > 0, influence != 0 else { return nil }
        return ratings.map { rating in
            max(0.05, 1 + influence * Float((Double(rating) - mean) / deviation))
        }
    }
}
