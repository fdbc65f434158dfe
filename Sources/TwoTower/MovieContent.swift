import Foundation
import Ratings

/// What a catalogue says about movies, as features: title words, genres and decades.
///
/// A feature's weight is `scale` ÷ √(how many movies have it), so that a rare word binds a franchise
/// and a common genre hardly pulls. Words, genres and decades of a single movie bind nothing and
/// are left out.
struct MovieContent: Sendable {
    /// What each feature stands for, such as `genre Comedy`; ordered bytewise.
    let names: [String]
    /// The features of each movie and their weights, by row.
    let features: [[(feature: Int, weight: Float)]]

    init(of catalogue: Catalogue, scale: Float) {
        let named = catalogue.descriptions.map(Self.names(of:))
        var counts: [String: Int] = [:]
        for names in named {
            for name in names { counts[name, default: 0] += 1 }
        }
        let shared = counts.filter { $0.value > 1 }.keys.sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        names = shared
        let places = Dictionary(uniqueKeysWithValues: shared.enumerated().map { ($1, $0) })
        features = named.map { names in
            names.compactMap { name in
                guard let place = places[name], let count = counts[name] else { return nil }
                return (feature: place, weight: scale / sqrt(Float(count)))
            }
        }
    }

    private static func names(of movie: MovieDescription) -> [String] {
        let words = Set(movie.bareTitle.split { !$0.isLetter && !$0.isNumber }.map(String.init))
            .subtracting(ordinaryWords)
        let decade = movie.year.map { "decade \($0 / 10 * 10)" }
        return (words.map { "word \($0)" } + Set(movie.genres).map { "genre \($0)" })
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } + (decade.map { [$0] } ?? [])
    }

    /// Words and numerals that sequels share with everything else.
    private static let ordinaryWords: Set<String> = [
        "the", "a", "an", "of", "and", "in", "to", "on", "for", "at", "with", "from", "by", "ii",
        "iii", "iv", "v", "vi", "vii", "viii", "2", "3", "4", "5", "part", "s", "t", "de", "la",
        "le", "les", "der", "die", "das", "il", "el", "my", "you", "me", "i", "it", "is", "no",
    ]
}
