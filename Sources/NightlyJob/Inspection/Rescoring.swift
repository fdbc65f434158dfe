import Publishing
import Ratings
import TwoTower

/// Scores rows of lists once more from the saved embeddings: plain dot products in `Double`, one after
/// the other, that share nothing with the code that ranks.
struct Rescoring<Query> {
    let file: String
    let model: RetrievalModel<Query, Movie>
    /// Whether the model may list a movie.
    let isRated: [Bool]

    /// Checks the rows of a list that come from the model.
    ///
    /// Each must have the score of its movie, and no movie that is neither listed nor excluded may have
    /// a higher one than the last.
    func check(
        _ list: PublishedList,
        of query: Row<Query>,
        excluded: Set<Row<Movie>>,
        report: (Breach) -> Void
    ) {
        let rows = list.rows.filter { $0.source == .model }
        for row in rows {
            let (score, tolerance) = score(of: row.movie, for: query)
            if abs(row.score - score) > tolerance || !isRated[row.movie.index] {
                let reason = "score \(row.score) where the model gives \(score)"
                report(Breach("\(file):\(row.line)", reason))
            }
        }
        guard let last = rows.last else { return }
        let passed = excluded.union(rows.map(\.movie))
        for index in isRated.indices where isRated[index] && !passed.contains(Row(index)) {
            let (score, tolerance) = score(of: Row(index), for: query)
            if score > last.score + tolerance {
                let reason = "a movie with score \(score) should stand above this one"
                report(Breach("\(file):\(last.line)", reason))
            }
        }
    }

    /// A dot product, and by how much a published score may differ from it.
    ///
    /// Half a millionth, because scores have six decimals, and the error of a sum of `dimension`
    /// products in `Float`: dimension · 2⁻²⁴ · Σ |a · b| (Higham 2002, section 3.1).
    private func score(
        of movie: Row<Movie>,
        for query: Row<Query>
    ) -> (score: Double, tolerance: Double) {
        let dimension = model.queries.columnCount
        let (left, right) = (query.index * dimension, movie.index * dimension)
        var (sum, magnitude) = (0.0, 0.0)
        for place in 0..<dimension {
            let product =
                Double(model.queries.values[left + place])
                * Double(model.candidates.values[right + place])
            sum += product
            magnitude += abs(product)
        }
        return (sum, 0.5e-6 + Double(dimension) * 0x1p-24 * magnitude)
    }
}
