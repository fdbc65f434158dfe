import Evaluation
import Foundation
import Publishing
import Ratings

/// How much the lists of two published runs differ; the object of `diff --json`.
package struct RunDifference: Encodable, Sendable {
    package let old: String
    package let new: String
    package let movies: Turnover
    package let userRecommendations: ListDifference
    package let movieNeighbours: ListDifference

    /// What only one of the two runs has; movies with their titles.
    package struct Turnover: Encodable, Sendable {
        package let came: [String]
        package let went: [String]
    }

    enum CodingKeys: String, CodingKey {
        case old, new, movies
        case userRecommendations = "user_recommendations"
        case movieNeighbours = "movie_neighbours"
    }

    /// Compares two runs.
    ///
    /// - Parameters:
    ///   - old: The folder of a run.
    ///   - new: That of another.
    ///   - moverCount: How many of the lists that changed most are named, of each file.
    /// - Throws: `VerificationError.missing` if there is no such folder; `Breach` if a run cannot be
    ///   read.
    package init(from old: String, to new: String, moverCount: Int) throws {
        for run in [old, new] { try RunVerification.requireFolder(run) }
        self.old = old
        self.new = new
        let labels = try MovieLabels(old, new)
        movies = labels.turnover
        userRecommendations = ListDifference(
            from: try LoadedLists(
                ListFiles.userRecommendations,
                of: old,
                movies: labels.vocabulary
            ),
            to: try LoadedLists(
                ListFiles.userRecommendations,
                of: new,
                movies: labels.vocabulary
            ),
            moverCount: moverCount,
            label: { "user \($0)" },
            movieLabel: labels.label(of:)
        )
        movieNeighbours = ListDifference(
            from: try LoadedLists(ListFiles.movieNeighbours, of: old, movies: labels.vocabulary),
            to: try LoadedLists(ListFiles.movieNeighbours, of: new, movies: labels.vocabulary),
            moverCount: moverCount,
            label: { labels.vocabulary.row(of: $0).map(labels.label(of:)) ?? $0 },
            movieLabel: labels.label(of:)
        )
    }
}

/// The movies of two runs, numbered as one, with titles.
private struct MovieLabels {
    let vocabulary: Vocabulary<Movie>
    private let old: PublishedMovies
    private let new: PublishedMovies

    init(_ oldRun: String, _ newRun: String) throws {
        let (old, new) = (try PublishedMovies(of: oldRun), try PublishedMovies(of: newRun))
        self.old = old
        self.new = new
        let came = new.vocabulary.ids.filter { old.vocabulary.row(of: $0) == nil }
        vocabulary = Vocabulary(old.vocabulary.ids + came)
    }

    var turnover: RunDifference.Turnover {
        func labels(of ids: [String], notIn other: PublishedMovies) -> [String] {
            ids.filter { other.vocabulary.row(of: $0) == nil }.map(label(ofID:))
        }
        return RunDifference.Turnover(
            came: labels(of: new.vocabulary.ids, notIn: old),
            went: labels(of: old.vocabulary.ids, notIn: new)
        )
    }

    /// The title, today's if there is one, and the id.
    func label(of movie: Row<Movie>) -> String { label(ofID: vocabulary[movie]) }

    private func label(ofID id: String) -> String {
        let titles = [new, old].compactMap { movies in
            movies.vocabulary.row(of: id).map { movies.titles[$0.index] }
        }
        guard let title = titles.first, !title.isEmpty else { return "movie \(id)" }
        return "\(title) [\(id)]"
    }
}

extension RunDifference: CustomStringConvertible {
    /// Tables for people.
    package var description: String {
        """
        \(old) -> \(new)

        \(userRecommendations.text(of: ListFiles.userRecommendations))

        \(movieNeighbours.text(of: ListFiles.movieNeighbours))

        movies that came: \(movies.came.summary)
        movies that went: \(movies.went.summary)
        """
    }
}

extension [String] {
    /// How many, and the first ten.
    var summary: String {
        isEmpty
            ? "0"
            : "\(count): " + prefix(10).joined(separator: "; ").onOneLine
                + (count > 10 ? "; …" : "")
    }
}
