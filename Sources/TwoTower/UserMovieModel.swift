import Foundation
import LinearAlgebra
import Ratings

/// The user-movie model: which movies does this user want now?
package enum UserMovieModel {
    /// Trains the model.
    ///
    /// The query tower sums the user's own embedding and one of the latest movies, each fading with
    /// its age. It is trained on two kinds of queries: blocks of consecutive ratings, predicted from
    /// the movies just before them, and each user's whole taste, predicted from the id.
    ///
    /// - Parameters:
    ///   - interactions: What to learn from; users without ratings get an embedding of little use.
    ///   - catalogue: Titles and genres, for recipes that use them.
    ///   - settings: The recipe's part for this model. Without timestamps its history is left out.
    ///   - now: When the lists will be shown, for each user, in seconds since 1970.
    ///   - seed: The run's.
    ///   - observe: Called after every epoch.
    /// - Returns: One query for each user, one candidate for each movie.
    package static func train(
        on interactions: Interactions,
        of catalogue: Catalogue,
        with settings: UserMovieSettings,
        now: (Row<User>) -> Int64,
        seed: UInt64,
        observe: (EpochReport) -> Void = { _ in }
    ) throws(TrainingError) -> RetrievalModel<User, Movie> {
        var settings = settings
        if interactions.timestamps == nil { settings.history = nil }
        var table = FeatureTable()
        let users = table.addBlock("query/user", count: interactions.userCount)
        let candidates = MovieFeatures(
            of: catalogue,
            key: settings.candidateKey,
            contentScale: settings.contentScale
        )
        let history = settings.history.map { history in
            HistoryFeatures(
                settings: history,
                interactions: interactions,
                rows: table.addBlock("query/history", count: interactions.movieCount)
            )
        }
        let movies = candidates.addBlocks(to: &table, tower: "candidate")
        let examples = Examples(
            interactions,
            users: users,
            history: history,
            settings: settings,
            featureCount: table.rowCount
        )
        let everyone = SparseMatrix(
            rows: (0..<interactions.userCount).map { index in
                let user = Row<User>(index)
                let range = interactions.range(of: user)
                return [(users.lowerBound + index, 1)]
                    + (history?.features(before: range.upperBound, of: user, at: now(user)) ?? [])
            },
            columnCount: table.rowCount
        )
        let pair = TowerPair(
            name: "user-movie",
            table: table,
            trainingQueries: examples.queries,
            queries: everyone,
            candidates: movies.matrix(columnCount: table.rowCount),
            positives: ListedPairs(examples.positives)
        )
        return try pair.train(with: settings.training, seed: seed, observe: observe)
    }
}

/// The training queries of the user-movie model and their positives.
private struct Examples {
    private(set) var queries: SparseMatrix
    private(set) var positives: SparseMatrix

    init(
        _ interactions: Interactions,
        users: Range<Int>,
        history: HistoryFeatures?,
        settings: UserMovieSettings,
        featureCount: Int
    ) {
        queries = SparseMatrix(columnCount: featureCount)
        positives = SparseMatrix(columnCount: interactions.movieCount)
        for index in 0..<interactions.userCount {
            let user = Row<User>(index)
            let range = interactions.range(of: user)
            guard !range.isEmpty else { continue }
            let id = [(column: users.lowerBound + index, weight: Float(1))]
            let weight = pow(Float(range.count), settings.userWeightExponent)
            append(
                id,
                interactions.movies[range],
                weight: weight * settings.wholeTasteWeight
            )
            guard let history else { continue }
            for start in stride(
                from: range.lowerBound,
                to: range.upperBound,
                by: history.settings.blockLength
            ) {
                let end = min(start + history.settings.blockLength, range.upperBound)
                let recent = history.features(before: start, of: user, at: history.time(of: start))
                append(id + recent, interactions.movies[start..<end], weight: weight)
            }
        }
    }

    private mutating func append(
        _ query: [(column: Int, weight: Float)],
        _ movies: ArraySlice<Row<Movie>>,
        weight: Float
    ) {
        queries.appendRow(query)
        positives.appendRow(movies.map { (column: $0.index, weight: weight) })
    }
}

/// A user's latest movies as features that fade with age.
private struct HistoryFeatures {
    let settings: HistorySettings
    let interactions: Interactions
    /// The rows of the parameter table, by movie.
    let rows: Range<Int>

    /// When an entry was rated.
    func time(of place: Int) -> Int64 { interactions.timestamps?[place] ?? 0 }

    /// The movies that a user rated last before a place in the columns, as seen at a time.
    func features(
        before place: Int,
        of user: Row<User>,
        at time: Int64
    ) -> [(column: Int, weight: Float)] {
        let first = max(interactions.range(of: user).lowerBound, place - settings.length)
        let scale = settings.scale / sqrt(Float(settings.length))
        return (first..<place).compactMap { entry in
            let days = Double(max(0, time - self.time(of: entry))) / 86_400
            let weight = scale * Float(exp(-days / settings.decayDays))
            guard weight > scale * 1e-4 else { return nil }
            return (rows.lowerBound + interactions.movies[entry].index, weight)
        }
    }
}
