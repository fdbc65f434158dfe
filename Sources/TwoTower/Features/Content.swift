import Foundation
import Ratings

/// What is known of movies or users besides ratings, as features.
///
/// A feature's weight is `scale` ÷ √(how many have it), so that a rare word binds a franchise and a
/// common genre hardly pulls. What only one of them has binds nothing and is left out.
struct Content: Sendable {
    /// What each feature stands for, such as `genre Comedy`; ordered bytewise.
    let names: [String]
    /// The features of each movie or user and their weights, by row.
    let features: [[(feature: Int, weight: Float)]]

    /// Title words, genres and decades of movies; genres count `genreWeight` times as much.
    init(of catalogue: Catalogue, scale: Float, genreWeight: Float = 1) {
        self.init(catalogue.descriptions.map(Self.names(of:)), scale: scale) { name in
            name.hasPrefix(Self.genrePrefix) ? genreWeight : 1
        }
    }

    /// Ages by tens of years, genders and occupations of users.
    init(of users: [UserDescription], scale: Float) {
        self.init(users.map(Self.names(of:)), scale: scale)
    }

    private init(
        _ named: [[String]],
        scale: Float,
        factor: (String) -> Float = { _ in 1 }
    ) {
        var counts: [String: Int] = [:]
        for names in named {
            for name in names { counts[name, default: 0] += 1 }
        }
        let shared = counts.filter { $0.value > 1 }.keys.sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        names = shared
        let places = Dictionary(uniqueKeysWithValues: shared.enumerated().map { ($1, $0) })
        let weights = shared.map { scale * factor($0) / sqrt(Float(counts[$0] ?? 1)) }
        features = named.map { names in
            names.compactMap { name in
                places[name].map { (feature: $0, weight: weights[$0]) }
            }
        }
    }

    private static let genrePrefix = "genre "

    private static func names(of movie: MovieDescription) -> [String] {
        let words = Set(movie.bareTitle.split { !$0.isLetter && !$0.isNumber }.map(String.init))
            .subtracting(ordinaryWords)
        let decade = movie.year.map { "decade \($0 / 10 * 10)" }
        return (words.map { "word \($0)" } + Set(movie.genres).map { genrePrefix + $0 })
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } + (decade.map { [$0] } ?? [])
    }

    private static func names(of user: UserDescription) -> [String] {
        [
            user.age.map { "age \($0 / 10 * 10)" }, user.gender.map { "gender \($0)" },
            user.occupation.map { "occupation \($0)" },
        ].compactMap { $0 }
    }

    /// Words and numerals that sequels share with everything else.
    private static let ordinaryWords: Set<String> = [
        "the", "a", "an", "of", "and", "in", "to", "on", "for", "at", "with", "from", "by", "ii",
        "iii", "iv", "v", "vi", "vii", "viii", "2", "3", "4", "5", "part", "s", "t", "de", "la",
        "le", "les", "der", "die", "das", "il", "el", "my", "you", "me", "i", "it", "is", "no",
    ]
}
