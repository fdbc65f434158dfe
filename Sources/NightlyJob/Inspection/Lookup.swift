import Evaluation
import Foundation
import Publishing
import Ratings
import Retrieval
import TwoTower

/// Finds what somebody asks for by id or title in a saved model, and shows its list.
package struct Lookup {
    private let model: ModelFolder
    private let top: Int
    private let includesSeen: Bool
    private let previousRun: String?

    /// Prepares to look into a saved model.
    ///
    /// - Parameters:
    ///   - model: What to look things up in.
    ///   - top: How many rows a list shows.
    ///   - includesSeen: Whether lists may hold movies that the user has rated.
    ///   - previousRun: A run to compare with, that of the night before.
    package init(
        _ model: ModelFolder,
        top: Int,
        includesSeen: Bool,
        previousRun: String? = nil
    ) {
        self.model = model
        self.top = top
        self.includesSeen = includesSeen
        self.previousRun = previousRun
    }

    private var ranking: Ranking {
        Ranking(model.dataset, model.models, top: top, includesSeen: includesSeen)
    }

    /// A user's list as a table for people.
    ///
    /// - Throws: `LookupError.unknownUser`.
    package func recommendations(forUser id: String) throws(LookupError) -> String {
        guard let user = model.dataset.users.row(of: id) else {
            throw .unknownUser(
                id: id,
                nearest: suggestions(for: id, among: model.dataset.users.ids)
            )
        }
        let seenCount = model.dataset.interactions.movies(of: user).count
        let rows = ranking.list(of: user).enumerated().map { place, entry in
            ["\(place + 1)"] + description(of: entry)
        }
        return "user \(id), \(ratings(seenCount))".onOneLine + "\n"
            + table(["rank", "movie_id", "title", "genres", "score", "source"], rows)
    }

    /// The list of somebody whom training never saw, as a table for people.
    ///
    /// - Parameter path: A CSV file of what he has rated, with a column of movie ids.
    /// - Returns: The same columns as for a user.
    /// - Throws: `RatingsError` or `CSVError` if the file cannot be used.
    package func recommendations(forHistory path: String) throws -> String {
        let history = try HistoryReader.read(path, of: model.dataset.catalogue.vocabulary)
        let rows = list(of: history).enumerated().map { place, entry in
            ["\(place + 1)"] + description(of: entry)
        }
        return "a newcomer, \(ratings(Set(history).count))\n"
            + table(["rank", "movie_id", "title", "genres", "score", "source"], rows)
    }

    private func list(of history: [Row<Movie>]) -> [ListEntry<Movie>] {
        let foldIn = FoldIn(
            model.models.userMovie,
            trainedOn: model.dataset.interactions,
            with: model.settings.recipe.userMovie.training
        )
        return ranking.list(for: foldIn.queries(for: [history]), withHistory: history)
    }

    /// A movie's neighbours as a table for people.
    ///
    /// - Parameter name: An id or a title, whole or in part.
    /// - Returns: A line about the movie, a header and a line for each neighbour, best first. `lift`
    ///   and `damped_lift` are those of `CoRatingSimilarity`; `before` is the rank in the previous run,
    ///   `new` for a movie that was not listed.
    /// - Throws: `LookupError.unknownMovie` or `LookupError.ambiguousMovie`; `Breach` if the previous
    ///   run cannot be read.
    package func neighbours(ofMovie name: String) throws -> String {
        let movie = try movie(named: name)
        let counts = model.dataset.interactions.raterCounts
        let before = try ranksBefore(of: movie)
        let coRated = CoRatingCounts(in: model.dataset.interactions).map([movie]) { $1 }[0]
        let rows = ranking.neighbours(of: movie).enumerated().map { place, entry in
            let candidate = entry.candidate
            let reasons = reasons(
                common: coRated.coRaterCount(of: candidate) ?? 0,
                first: counts[movie.index],
                second: counts[candidate.index]
            )
            let rankBefore = before.map { [$0[candidate].map(String.init) ?? "new"] } ?? []
            return ["\(place + 1)"] + rankBefore + description(of: entry) + reasons
        }
        let header =
            ["rank"] + (before == nil ? [] : ["before"])
            + [
                "movie_id", "title", "genres", "score", "source", "co_raters", "lift",
                "damped_lift",
            ]
        return "\(label(of: movie)), \(ratings(counts[movie.index]))".onOneLine + "\n"
            + table(header, rows)
    }

    /// Why a movie may stand beside another: common raters, and how far they are beyond chance.
    private func reasons(common: Int, first: Int, second: Int) -> [String] {
        guard common > 0 else { return ["0", "", ""] }
        let users = model.dataset.interactions.activeUserCount
        let lift = CoRatingSimilarity.lift(
            common: Float(common),
            first: Float(first),
            second: Float(second),
            users: users
        )
        let damped = CoRatingSimilarity.dampedLift.value(
            common: common,
            first: first,
            second: second,
            userCount: users
        )
        return ["\(common)", decimal(lift, 1), decimal(damped, 2)]
    }

    /// The rank of each neighbour of a movie in the previous run; `nil` without one.
    private func ranksBefore(of movie: Row<Movie>) throws -> [Row<Movie>: Int]? {
        guard let previousRun else { return nil }
        let movies = model.dataset.catalogue.vocabulary
        var ranks: [Row<Movie>: Int] = [:]
        let reader = ListReader(ListFiles.movieNeighbours, of: previousRun)
        do {
            try reader.forEachRanking { id, list in
                guard movies.row(of: id) == movie else { return }
                for (place, neighbour) in list.enumerated() {
                    // A movie that has gone since then says nothing here.
                    if let row = movies.row(of: neighbour) { ranks[row] = place + 1 }
                }
                throw ListIsFound()
            }
        } catch is ListIsFound {}
        return ranks
    }

    private func movie(named name: String) throws(LookupError) -> Row<Movie> {
        let catalogue = model.dataset.catalogue
        let matches = catalogue.movies(named: name)
        if matches.count == 1 { return matches[0] }
        let counts = model.dataset.interactions.raterCounts
        if matches.isEmpty {
            let titles = catalogue.descriptions.map(\.bareTitle)
            let near = suggestions(for: MovieDescription.bare(name), among: titles)
            let rows = near.compactMap { title in
                titles.firstIndex(of: title).map { Row<Movie>($0) }
            }
            throw .unknownMovie(name: name, nearest: rows.map(label(of:)))
        }
        let known = matches.sorted { (counts[$1.index], $0) < (counts[$0.index], $1) }
        throw .ambiguousMovie(
            name: name,
            matches: known.prefix(5).map(label(of:)),
            count: known.count
        )
    }

    private func label(of movie: Row<Movie>) -> String {
        let title = model.dataset.catalogue[movie].title
        let id = model.dataset.catalogue.vocabulary[movie]
        return title.isEmpty ? "movie \(id)" : "\(title) [\(id)]"
    }

    private func description(of entry: ListEntry<Movie>) -> [String] {
        let movie = model.dataset.catalogue[entry.candidate]
        return [
            model.dataset.catalogue.vocabulary[entry.candidate], movie.title,
            movie.genres.joined(separator: "|"), decimal(entry.score, 3), entry.source.rawValue,
        ]
    }

    private func ratings(_ count: Int) -> String { count == 1 ? "1 rating" : "\(count) ratings" }

    private func decimal(_ number: Float, _ digits: Int) -> String {
        Double(number).formatted(.plain.precision(.fractionLength(digits)))
    }

    private func table(_ header: [String], _ rows: [[String]]) -> String {
        TextTable(rows: [header] + rows.map { $0.map(\.onOneLine) }, alignment: .leading)
            .description
    }
}

/// Ends the reading of a file that holds nothing more of interest.
private struct ListIsFound: Error {}

/// Why nothing can be shown.
package enum LookupError: Error, Equatable, CustomStringConvertible {
    case unknownUser(id: String, nearest: [String])
    case unknownMovie(name: String, nearest: [String])
    case ambiguousMovie(name: String, matches: [String], count: Int)

    package var description: String {
        switch self {
        case .unknownUser(let id, let nearest):
            "no user \"\(id)\" in the ratings" + Self.suggestion(nearest)
        case .unknownMovie(let name, let nearest):
            "no movie \"\(name)\" by id or title" + Self.suggestion(nearest)
        case .ambiguousMovie(let name, let matches, let count):
            "\(count) movies match \"\(name)\": " + matches.joined(separator: "; ")
                + (count > matches.count ? "; …" : "") + "; name one by its id"
        }
    }

    private static func suggestion(_ nearest: [String]) -> String {
        nearest.isEmpty ? "" : "; nearest: " + nearest.joined(separator: "; ")
    }
}
