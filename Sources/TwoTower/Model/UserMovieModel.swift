import Foundation
import LinearAlgebra
import Ratings

/// The user-movie model: which movies a user wants, in general and now.
package enum UserMovieModel {
    /// Trains the model.
    ///
    /// The query tower is the user's own embedding, what `Tastes` adds to it and, where a moment is
    /// known, what `Moments` does; without timestamps, one embedding that all users share stands in for
    /// moments. The candidate tower is the movie's own embedding, its content and, where it has few
    /// ratings, its `Kin`. `UserBatches` says what is to be predicted.
    ///
    /// - Parameters:
    ///   - interactions: What to learn from. Users without ratings keep an untrained embedding of their
    ///     own.
    ///   - users: Their ids.
    ///   - descriptions: What is known of each user, for recipes that use it; `nil` for nothing.
    ///   - catalogue: Titles and genres, for recipes that use them.
    ///   - settings: The recipe's part for this model.
    ///   - moment: When each user's list will be shown, in seconds since 1970; `nil` for a list
    ///     whatever the moment.
    ///   - earlier: The parameters of an earlier model to begin from; none to begin by chance.
    ///   - seed: The run's.
    ///   - observe: Called after every epoch.
    /// - Returns: One query for each user, one candidate for each movie.
    /// - Throws: `TrainingError.diverged`.
    package static func train(
        on interactions: Interactions,
        by users: Vocabulary<User>,
        describedAs descriptions: [UserDescription]? = nil,
        of catalogue: Catalogue,
        with settings: UserMovieSettings,
        moment: (Row<User>) -> Int64?,
        from earlier: [ParameterBlock] = [],
        seed: UInt64,
        observe: (EpochReport) -> Void = { _ in }
    ) throws(TrainingError) -> RetrievalModel<User, Movie> {
        let towers = Towers(
            of: users,
            describedAs: descriptions,
            catalogue,
            settings,
            interactions,
            times: (0..<interactions.userCount).map { moment(Row($0)) }
        )
        let training = settings.training(on: interactions)
        guard training.denominator == .inBatch else {
            return try towers.pair.train(
                with: training,
                from: earlier,
                seed: seed,
                observe: observe
            ) { competition, _ in
                UserBatches(
                    of: interactions,
                    towers.users,
                    settings,
                    training,
                    leaningOn: towers.kin,
                    against: competition
                )
            }
        }
        return try towers.pair.train(with: training, from: earlier, seed: seed, observe: observe) {
            competition,
            generator in
            PairBatches(
                ListedPairs(of: interactions),
                queries: towers.users.queries(
                    of: 0..<users.count,
                    for: interactions,
                    at: [Int64?](repeating: nil, count: users.count)
                ),
                bias: competition.bias,
                size: training.batchSize,
                using: &generator
            )
        }
    }
}

/// The query tower of users and the candidate tower of movies.
private struct Towers {
    let users: UserFeatures
    let kin: Kin?
    let pair: TowerPair

    /// Towers for lists that are shown to each user at a time, or whatever the moment where it is `nil`.
    init(
        of users: Vocabulary<User>,
        describedAs descriptions: [UserDescription]?,
        _ catalogue: Catalogue,
        _ settings: UserMovieSettings,
        _ interactions: Interactions,
        times: [Int64?]
    ) {
        var table = FeatureTable()
        let ids = table.addBlock("query/user", rowNames: users.ids)
        let known = descriptions.flatMap { descriptions in
            settings.userContentScale > 0
                ? Content(of: descriptions, scale: settings.userContentScale) : nil
        }
        let content = known.map { table.addBlock("query/content", rowNames: $0.names) } ?? 0..<0
        let movies = MovieFeatures(
            of: catalogue,
            key: settings.candidateKey,
            contentScale: settings.contentScale
        ).addBlocks(to: &table, tower: "candidate")
        let moments = settings.moments.flatMap { moments in
            Moments(
                moments,
                of: interactions,
                until: times.lazy.compactMap(\.self).max(),
                movies: movies,
                table: &table
            )
        }
        let lacksClock = settings.moments != nil && moments == nil
        let everyone =
            lacksClock ? table.addBlock("query/everyone", rowNames: ["everyone"]).lowerBound : nil
        var features = UserFeatures(
            users: ids,
            everyone: everyone,
            tastes: settings.tasteScale > 0
                ? Tastes(scale: settings.tasteScale, interactions: interactions, movies: movies)
                : nil,
            moments: moments,
            featureCount: table.rowCount
        )
        features.known = known?.features.map { features in
            features.map { (column: content.lowerBound + $0.feature, weight: $0.weight) }
        }
        self.users = features
        kin = Kin(settings, in: interactions)
        pair = TowerPair(
            name: "user-movie",
            table: table,
            queries: Queries(count: users.count) { [features] range in
                features.queries(of: range, for: interactions, at: times)
            },
            candidates: movies.matrix(
                columnCount: table.rowCount,
                leaningOn: settings.kinScale > 0 ? kin : nil,
                times: settings.kinScale
            ),
            candidateCounts: interactions.raterCounts
        )
    }
}
