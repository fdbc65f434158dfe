import Foundation
import Ratings
import Retrieval

/// Judges lists of neighbours as a person would: whether the films of a series find each other, and
/// whether neighbours are of the same kind.
///
/// Only films with at least 20 ratings count, as queries and as siblings; as queries, only those that
/// are judged.
package struct Franchises: Sendable {
    private static let fewestRatings = 20

    private let genres: GenreSimilarity
    private let isKnown: [Bool]
    private let isJudged: [Bool]
    /// The series of each film, by number; `nil` for those that do not count.
    private let seriesOf: [Int?]
    /// How many films each series has.
    private let sizes: [Int]

    package init(catalogue: Catalogue, interactions: Interactions) {
        genres = GenreSimilarity(of: catalogue)
        let isKnown = interactions.raterCounts.map { $0 >= Self.fewestRatings }
        self.isKnown = isKnown
        isJudged = Judged.marks(of: isKnown.count)
        var numbers: [String: Int] = [:]
        var sizes: [Int] = []
        seriesOf = zip(Self.series(of: catalogue.descriptions), isKnown).map { name, isKnown in
            guard isKnown, !name.isEmpty else { return nil }
            let number = numbers[name, default: sizes.count]
            if number == sizes.count {
                numbers[name] = number
                sizes.append(0)
            }
            sizes[number] += 1
            return number
        }
        self.sizes = sizes
    }

    /// `franchise@k` and `genre_jaccard@k`; left out where the catalogue has no titles or genres.
    ///
    /// - franchise@k: the share of a film's siblings, out of min(k, siblings), that stand in its
    ///   first k; the mean over films that have siblings.
    /// - genre_jaccard@k: the mean Jaccard index of a film's genres and its neighbours'.
    package func metrics(of lists: RankedLists<Movie, Movie>, at k: Int) -> Metrics {
        var found: [Double] = []
        var similarities: [Double] = []
        for index in seriesOf.indices where isKnown[index] && isJudged[index] {
            let list = lists[Row(index)].prefix(k)
            if let series = seriesOf[index], sizes[series] > 1 {
                let hits = list.count { seriesOf[$0.index] == series && $0.index != index }
                found.append(Double(hits) / Double(min(k, sizes[series] - 1)))
            }
            guard genres.isKnown(of: Row(index)), !list.isEmpty else { continue }
            similarities.append(list.map { genres.value(Row(index), $0) }.mean)
        }
        var metrics = Metrics()
        if !found.isEmpty { metrics["franchise@\(k)"] = found.mean }
        if !similarities.isEmpty { metrics["genre_jaccard@\(k)"] = similarities.mean }
        return metrics
    }

    /// The series that each title belongs to by its words: what stands before a colon, without year,
    /// article, numerals and parts; `Godfather: Part II, The (1974)` is of `godfather`.
    static func series(of movies: [MovieDescription]) -> [String] {
        // To parse a pattern takes longer than to look for it.
        let remark = /\s*\((.*?)\)/
        let part = /(,?\s+part)?\s+([ivx]+|\d+|one|two|three)\s*$/
        let ampersand = /\s+&\s+/
        return movies.map { movie in
            let bare = movie.bareTitle
            if let named = namedSeries(of: bare) { return named }
            let head = bare.split(separator: ":", maxSplits: 1).first.map(String.init) ?? bare
            return MovieDescription.bare(
                head.replacing(remark, with: "").replacing(part, with: "")
                    .replacing(ampersand, with: " and ")
            ).trimmingCharacters(in: .whitespaces)
        }
    }

    private static func namedSeries(of bare: String) -> String? {
        let series =
            namedSeries.first { $0.titles.contains(bare) }
            ?? namedSeries.first { $0.beginnings.contains(where: bare.hasPrefix) }
        return series?.name
    }

    private struct NamedSeries {
        let name: String
        var titles: Set<String> = []
        var beginnings: [String] = []
    }

    /// Series whose titles do not show it.
    private static let namedSeries = [
        NamedSeries(
            name: "star wars",
            titles: ["empire strikes back", "return of the jedi"],
            beginnings: ["star wars"]
        ),
        NamedSeries(
            name: "indiana jones",
            titles: ["raiders of the lost ark"],
            beginnings: ["indiana jones", "raiders of the lost ark"]
        ),
        NamedSeries(
            name: "alien",
            titles: ["alien", "aliens", "alien³", "alien 3"],
            beginnings: ["alien:"]
        ),
        NamedSeries(
            name: "batman",
            titles: ["batman & robin", "dark knight", "dark knight rises", "batman begins"],
            beginnings: ["batman"]
        ),
        NamedSeries(
            name: "die hard",
            titles: ["live free or die hard"],
            beginnings: ["die hard"]
        ),
        NamedSeries(name: "star trek", beginnings: ["star trek"]),
        NamedSeries(name: "terminator", beginnings: ["terminator"]),
        NamedSeries(name: "harry potter", beginnings: ["harry potter"]),
        NamedSeries(name: "lord of the rings", beginnings: ["lord of the rings"]),
        NamedSeries(name: "hobbit", beginnings: ["hobbit"]),
        NamedSeries(name: "rocky", titles: ["rocky balboa"], beginnings: ["rocky"]),
        NamedSeries(name: "naked gun", beginnings: ["naked gun"]),
        NamedSeries(
            name: "jurassic park",
            titles: ["lost world: jurassic park", "jurassic world"]
        ),
        NamedSeries(name: "mad max", titles: ["road warrior"], beginnings: ["mad max"]),
        NamedSeries(name: "matrix", beginnings: ["matrix"]),
        NamedSeries(name: "bourne", beginnings: ["bourne"]),
        NamedSeries(
            name: "james bond",
            titles: [
                "goldeneye", "tomorrow never dies", "world is not enough", "die another day",
                "goldfinger", "dr. no", "from russia with love", "thunderball",
                "you only live twice", "on her majesty's secret service", "diamonds are forever",
                "live and let die", "man with the golden gun", "spy who loved me", "moonraker",
                "for your eyes only", "octopussy", "view to a kill", "living daylights",
                "licence to kill", "casino royale", "quantum of solace", "skyfall", "spectre",
            ]
        ),
        NamedSeries(
            name: "hannibal lecter",
            titles: ["silence of the lambs", "hannibal", "red dragon"]
        ),
        NamedSeries(
            name: "jack ryan",
            titles: [
                "hunt for red october", "patriot games", "clear and present danger",
                "sum of all fears",
            ]
        ),
    ]
}
