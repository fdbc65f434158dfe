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

    /// The features of some of a user's ratings.
    ///
    /// - Parameter places: Their places in the columns of the interactions.
    /// - Returns: Rows of the table with their weights, which add up to `scale`; nothing for none.
    func features(of places: some Collection<Int>) -> [(column: Int, weight: Float)] {
        let weight = scale / Float(max(1, places.count))
        return places.map { place in
            (column: movies.ownRow(of: interactions.movies[place]), weight: weight)
        }
    }
}
