import Ratings
import Retrieval
import TwoTower

/// The complete lists of every user and every movie, as `Ranking` makes them.
package struct Lists: Sendable {
    private let ranking: Ranking
    private let userLists: RankedLists<User, Movie>
    private let movieLists: RankedLists<Movie, Movie>
    /// The movies whose rows are by their content.
    private let isCold: [Bool]
    private let coRaters: CoRaters

    /// Ranks for everybody; only movies with a rating come from the models.
    package init(_ dataset: Dataset, _ models: Models, top: Int, includesSeen: Bool) {
        ranking = Ranking(dataset, models, top: top, includesSeen: includesSeen)
        userLists = ranking.userLists()
        (movieLists, isCold) = ranking.movieLists()
        coRaters = CoRaters(of: dataset.interactions)
    }

    /// The wished length of each list.
    package var top: Int { ranking.top }
    var dataset: Dataset { ranking.dataset }

    /// What ranking has handled: one product of embeddings for each query and each rated movie.
    var work: StageClock.Work {
        StageClock.Work(
            rows: userLists.candidates.count + movieLists.candidates.count,
            operations: ranking.operations
        )
    }

    /// Whether every user has seen everything that could be listed.
    var isEmptyForAllUsers: Bool {
        (0..<dataset.users.count).allSatisfy { list(of: Row($0)).isEmpty }
    }

    /// A user's list, shorter than `top` only where the user has seen everything else.
    package func list(of user: Row<User>) -> [ListEntry<Movie>] {
        ranking.completed(Array(zip(userLists[user], userLists.scores(of: user))), of: user)
    }

    /// How many movies a user's list could hold.
    func choiceCount(of user: Row<User>) -> Int {
        dataset.catalogue.count - ranking.excluded(for: user).count
    }

    /// A movie's neighbours with the number of common raters, shorter than `top` only where the
    /// catalogue is too small.
    package func neighbours(
        of movie: Row<Movie>
    ) -> [(entry: ListEntry<Movie>, coRaterCount: Int)] {
        let entries = entries(of: movie)
        let counts = coRaters.counts(of: movie, with: entries.map(\.candidate))
        return Array(zip(entries, counts))
    }

    /// A movie's neighbours alone.
    func entries(of movie: Row<Movie>) -> [ListEntry<Movie>] {
        ranking.completed(
            Array(zip(movieLists[movie], movieLists.scores(of: movie))),
            of: movie,
            isCold: isCold[movie.index]
        )
    }
}
