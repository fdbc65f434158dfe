import Evaluation
import LinearAlgebra
import Ratings
import Retrieval
import TwoTower

extension Evaluator {
    private static let givenCount = 5

    /// Judges the lists of users whom training never saw, from five of their ratings.
    ///
    /// A fifth of the users is held out whole. Of their training ratings, five are given: the newest
    /// where lists are shown after a user's last one, else five by chance. All systems are judged on
    /// the same held-out ratings, and a movie that a user has among his training ratings competes in
    /// no list, given or not.
    ///
    /// - Parameter known: A model that was trained with these users, on all of their training ratings.
    /// - Returns: NDCG@20 and recall@20 of `from_five_ratings`, `trained` (the known model) and
    ///   `popularity`.
    /// - Throws: `TrainingError`.
    func judgeUnseenUsers(
        beside known: RetrievalModel<User, Movie>
    ) throws -> [String: Metrics] {
        var generator = SeededGenerator(seed: seed, stage: "unseen users")
        let users = HeldOutUsers.split(split.train, using: &generator)
        let model = try Models.trainUserMovie(
            on: dataset.holding(users.train),
            recipe: recipe,
            seed: seed,
            moment: heldOut.momentOfLists,
            observer: observer
        )
        let given = givenRatings(of: users.test, using: &generator)
        let queries = FoldIn(model, trainedOn: users.train, with: recipe.userMovie.training)
            .queries(for: given.histories)
        let judgement = UserMovieJudgement(
            Split(train: users.test, test: split.test),
            catalogue: catalogue
        )
        func metrics(_ scorer: some MovieScorer) -> Metrics {
            let all = judgement.judge(scorer).metrics
            return all.filter { ["ndcg@20", "recall@20"].contains($0) }
        }
        return [
            "from_five_ratings": metrics(
                EmbeddingScorer(
                    users: queries.gathering(given.places),
                    movies: model.candidates,
                    trainedOn: users.train
                )
            ),
            "trained": metrics(
                EmbeddingScorer(
                    users: known.queries,
                    movies: known.candidates,
                    trainedOn: split.train
                )
            ),
            "popularity": metrics(Popularity(users.train)),
        ]
    }

    /// The ratings that are given of each held-out user, and the place of every user among them; 0 for
    /// the others, whom nobody judges.
    private func givenRatings(
        of heldOut: Interactions,
        using generator: inout SeededGenerator
    ) -> (histories: [[Row<Movie>]], places: [Int]) {
        var histories: [[Row<Movie>]] = []
        var places = [Int](repeating: 0, count: heldOut.userCount)
        for user in 0..<heldOut.userCount {
            let movies = heldOut.movies(of: Row(user))
            guard !movies.isEmpty else { continue }
            places[user] = histories.count
            histories.append(
                self.heldOut.momentOfLists(Row(user)) != nil
                    ? Array(movies.suffix(Self.givenCount))
                    : Array(movies.shuffled(using: &generator).prefix(Self.givenCount))
            )
        }
        return (histories.isEmpty ? [[]] : histories, places)
    }

    /// Judges the lists of movies whose ratings were all taken away, beside popular movies of the same
    /// genres.
    ///
    /// - Parameter everything: All ratings.
    /// - Returns: NDCG@10 of `content` and `genre_popularity`.
    /// - Throws: `TrainingError`.
    func judgeColdMovies(_ everything: Interactions) throws -> [String: Metrics] {
        var generator = SeededGenerator(seed: seed, stage: "cold movies")
        let cold = ColdMovies(of: everything, using: &generator)
        let model = try Models.trainItemItem(
            on: dataset.holding(cold.known),
            pairs: pairs,
            recipe: recipe,
            seed: seed,
            observer: observer
        )
        let content = ContentQueries(model.queries, trainedOn: cold.known, of: catalogue)
        let isRated = cold.known.isRated
        let ranked: RankedLists<Movie, Movie> = ExactIndex(
            model.candidates,
            admitting: isRated
        ).best(Self.neighbourCount, for: content.queries, excluding: { [$0] })
        let fallback = Fallback(catalogue: catalogue, interactions: cold.known)
        func lists(_ ranked: (Row<Movie>) -> [(Row<Movie>, Float)]) -> [[Row<Movie>]] {
            cold.movies.map { movie in
                fallback.completedNeighbours(
                    of: movie,
                    ranked(movie),
                    from: .content,
                    to: Self.neighbourCount
                ).map(\.candidate)
            }
        }
        return cold.metrics(
            of: [
                "content": lists { movie in
                    content.isMade[movie.index]
                        ? Array(zip(ranked[movie], ranked.scores(of: movie))) : []
                },
                "genre_popularity": lists { _ in [] },
            ],
            at: Self.neighbourCount
        )
    }
}
