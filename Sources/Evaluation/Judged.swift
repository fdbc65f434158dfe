import Ratings

/// Who is judged: all, or of more than `most` as many that lie evenly apart.
///
/// They are the same for every system and metric.
package enum Judged {
    /// The most users, and the most movies with a list of their own, that are judged.
    package static let most = 10_000

    /// The rows, or `most` of them.
    static func among<Element>(_ rows: [Element]) -> [Element] {
        guard rows.count > most else { return rows }
        return (0..<most).map { rows[$0 * rows.count / most] }
    }

    /// The movies whose lists are judged, of so many.
    package static func movies(of count: Int) -> [Row<Movie>] {
        among((0..<count).map { Row($0) })
    }

    /// By row, whether a movie's list is judged, of so many.
    static func marks(of count: Int) -> [Bool] {
        var marks = [Bool](repeating: false, count: count)
        for movie in movies(of: count) { marks[movie.index] = true }
        return marks
    }
}
