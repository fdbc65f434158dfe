import LinearAlgebra
import Ratings

/// How alike the genres of two movies are: the Jaccard index of their sets, bit by bit.
struct GenreSimilarity: Sendable {
    /// A row for each movie, a column for each genre of the catalogue.
    private let bits: BitMatrix
    /// How many genres each movie has.
    private let counts: [Int]

    init(of catalogue: Catalogue) {
        let genres = catalogue.descriptions.map { Set($0.genres) }
        let names = Set(genres.joined()).sorted()
        let columns = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        var bits = BitMatrix(rowCount: genres.count, columnCount: names.count)
        for (movie, own) in genres.enumerated() {
            for column in own.compactMap({ columns[$0] }) { bits[movie, column] = true }
        }
        self.bits = bits
        counts = genres.map(\.count)
    }

    /// Whether any movie has a genre.
    var isKnown: Bool { counts.contains { $0 > 0 } }

    /// Whether a movie has a genre.
    func isKnown(of movie: Row<Movie>) -> Bool { counts[movie.index] > 0 }

    /// The share of common genres among all of two movies, 0…1; 0 where neither has any.
    func value(_ first: Row<Movie>, _ second: Row<Movie>) -> Double {
        let common = bits.commonCount(first.index, second.index)
        let all = counts[first.index] + counts[second.index] - common
        return all == 0 ? 0 : Double(common) / Double(all)
    }
}
