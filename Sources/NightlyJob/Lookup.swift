import Foundation
import Ratings
import Retrieval

/// Finds what somebody asks for by id or title in a saved model, and shows its list.
package struct Lookup {
    private let model: ModelFolder
    private let lists: Lists

    /// Ranks for everybody in a saved model.
    ///
    /// - Parameters:
    ///   - model: What to look things up in.
    ///   - top: How many rows a list shows.
    ///   - includesSeen: Whether lists may hold movies that the user has rated.
    package init(_ model: ModelFolder, top: Int, includesSeen: Bool) {
        self.model = model
        lists = Lists(model.dataset, model.models, top: top, includesSeen: includesSeen)
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
        let rows = lists.list(of: user).enumerated().map { place, entry in
            ["\(place + 1)"] + description(of: entry)
        }
        return "user \(id), \(seenCount) ratings\n"
            + table(["rank", "movie_id", "title", "genres", "score", "source"], rows)
    }

    /// A movie's neighbours as a table for people.
    ///
    /// - Parameter name: An id or a title, whole or in part.
    /// - Returns: A line about the movie, a header and a line for each neighbour, best first.
    /// - Throws: `LookupError.unknownMovie` or `LookupError.ambiguousMovie`.
    package func neighbours(ofMovie name: String) throws(LookupError) -> String {
        let movie = try movie(named: name)
        let rows = lists.neighbours(of: movie).enumerated().map { place, neighbour in
            ["\(place + 1)"] + description(of: neighbour.entry) + ["\(neighbour.coRaterCount)"]
        }
        let ratingCount = model.dataset.interactions.raterCounts[movie.index]
        return "\(label(of: movie)), \(ratingCount) ratings\n"
            + table(
                ["rank", "movie_id", "title", "genres", "score", "source", "co_raters"],
                rows
            )
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
        let score = entry.score.formatted(
            .number.precision(.fractionLength(3)).locale(Locale(identifier: "en_US_POSIX"))
        )
        return [
            model.dataset.catalogue.vocabulary[entry.candidate], movie.title,
            movie.genres.joined(separator: "|"), score, entry.source.rawValue,
        ]
    }

    private func table(_ header: [String], _ rows: [[String]]) -> String {
        TextTable(rows: [header] + rows.map { $0.map(\.onOneLine) }, alignment: .leading)
            .description
    }
}

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

extension String {
    /// With blanks for line ends and tabs.
    fileprivate var onOneLine: String {
        String(map { $0.isNewline || $0 == "\t" ? " " : $0 })
    }
}
