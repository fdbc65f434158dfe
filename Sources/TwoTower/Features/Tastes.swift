import LinearAlgebra
import Ratings

/// What a user's other movies add to his own embedding: the mean of theirs.
///
/// The movies' embeddings are the candidate tower's own. A user of few ratings leans on what is known
/// of his movies, as nobody can learn much of him alone; in training, what a query is to predict is
/// never among them.
struct Tastes: Sendable {
    /// How much the mean counts, beside 1 for the user's own embedding.
    let scale: Float
    let interactions: Interactions
    let movies: MovieFeatures.Rows

    /// Appends the features of some of a user's ratings; their weights add up to `scale`.
    ///
    /// - Parameters:
    ///   - places: Their places in the columns of the interactions; none append nothing.
    ///   - queries: Gets them in the row that `endRow` will end.
    func append(_ places: some Collection<Int>, to queries: inout SparseMatrix) {
        let weight = scale / Float(max(1, places.count))
        for place in places {
            queries.appendEntry(movies.ownRow(of: interactions.movies[place]), weight)
        }
    }
}
