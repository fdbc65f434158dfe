import LinearAlgebra
import Ratings

/// Counts how many users rated both of two movies.
///
/// Movies with many raters also have one bit for each user, where that takes less memory than their
/// raters do: two of them are compared 64 users at a time.
package struct CoRaters: Sendable {
    private let raters: Raters
    private let userCount: Int
    /// A row for each movie with many raters.
    private let bits: BitMatrix
    /// By movie; `nil` for those with few raters.
    private let bitRows: [Int?]

    package init(of interactions: Interactions) {
        let raters = interactions.raters
        let userCount = interactions.userCount
        let counts = interactions.raterCounts
        // A rater takes 32 bits.
        let popular = counts.indices.filter { counts[$0] * 32 > userCount }
        var bits = BitMatrix(rowCount: popular.count, columnCount: userCount)
        var bitRows = [Int?](repeating: nil, count: counts.count)
        for (row, movie) in popular.enumerated() {
            bitRows[movie] = row
            for user in raters[Row(movie)] { bits[row, user.index] = true }
        }
        self.raters = raters
        self.userCount = userCount
        self.bits = bits
        self.bitRows = bitRows
    }

    /// How many users rated a movie.
    package func raterCount(of movie: Row<Movie>) -> Int { raters[movie].count }

    /// For each neighbour, how many users rated it and the movie.
    package func counts(of movie: Row<Movie>, with neighbours: [Row<Movie>]) -> [Int] {
        let own = raters[movie]
        guard !own.isEmpty else { return neighbours.map { _ in 0 } }
        var ownBits = bits
        if bitRows[movie.index] == nil {
            ownBits = BitMatrix(rowCount: 1, columnCount: userCount)
            for user in own { ownBits[0, user.index] = true }
        }
        let ownRow = bitRows[movie.index] ?? 0
        return neighbours.map { neighbour in
            guard let row = bitRows[neighbour.index] else {
                return raters[neighbour].count { ownBits[ownRow, $0.index] }
            }
            guard bitRows[movie.index] != nil else { return own.count { bits[row, $0.index] } }
            return bits.commonCount(ownRow, row)
        }
    }
}
