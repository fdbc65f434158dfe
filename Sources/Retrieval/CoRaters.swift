import LinearAlgebra
import Ratings

/// Counts how many users rated both of two movies.
///
/// Movies with many raters also have one bit for each user, where that takes less memory than their
/// raters do: two of them are compared 64 users at a time.
package struct CoRaters: Sendable {
    /// The numbers of each movie's raters.
    private let raters: [[Int32]]
    private let userCount: Int
    /// A row for each movie with many raters.
    private let bits: BitMatrix
    /// By movie; `nil` for those with few raters.
    private let bitRows: [Int?]

    package init(of interactions: Interactions) {
        let all = interactions.raters
        let raters = (0..<interactions.movieCount).map { movie in all[Row(movie)].map(\.number) }
        let userCount = interactions.userCount
        // A rater takes 32 bits.
        let popular = raters.indices.filter { raters[$0].count * 32 > userCount }
        var bits = BitMatrix(rowCount: popular.count, columnCount: userCount)
        var bitRows = [Int?](repeating: nil, count: raters.count)
        for (row, movie) in popular.enumerated() {
            bitRows[movie] = row
            for user in raters[movie] { bits[row, Int(user)] = true }
        }
        self.raters = raters
        self.userCount = userCount
        self.bits = bits
        self.bitRows = bitRows
    }

    /// For each neighbour, how many users rated it and the movie.
    package func counts(of movie: Row<Movie>, with neighbours: [Row<Movie>]) -> [Int] {
        let own = raters[movie.index]
        guard !own.isEmpty else { return neighbours.map { _ in 0 } }
        if let ownRow = bitRows[movie.index] {
            return neighbours.map { neighbour in
                guard let row = bitRows[neighbour.index] else {
                    return bits.count(ofRow: ownRow, among: raters[neighbour.index])
                }
                return bits.commonCount(ownRow, row)
            }
        }
        var ownBits = BitMatrix(rowCount: 1, columnCount: userCount)
        for user in own { ownBits[0, Int(user)] = true }
        return neighbours.map { neighbour in
            guard let row = bitRows[neighbour.index] else {
                return ownBits.count(ofRow: 0, among: raters[neighbour.index])
            }
            return bits.count(ofRow: row, among: own)
        }
    }
}
