import Foundation
import Ratings

/// How much better than expected each rating is.
///
/// Expected is the mean of all ratings, plus half of what the movie is above it, plus what the user is
/// above that, each drawn to 0 as if there were five more ratings of the mean (the baseline predictor
/// of Koren, Bell & Volinsky 2009, but for the half: a film that everybody loves is the safer
/// neighbour).
enum Liking {
    private static let damping: Float = 5
    private static let movieShare: Float = 0.5
    private static let leastWeight: Float = 0.05

    /// What each rating counts: 1 + influence · its surplus in standard deviations, at least 0.05.
    ///
    /// - Parameters:
    ///   - interactions: The ratings.
    ///   - influence: 0 where all count alike.
    /// - Returns: By place in the columns; `nil` if all count 1, without ratings too.
    static func weights(in interactions: Interactions, influence: Float) -> [Float]? {
        guard influence != 0, let ratings = interactions.ratings, !ratings.isEmpty else {
            return nil
        }
        let mean = Float(ratings.reduce(0) { $0 + Double($1) } / Double(ratings.count))
        var surpluses = ratings.map { $0 - mean }
        let ofMovies = movieMeans(of: surpluses, in: interactions)
        for place in surpluses.indices {
            surpluses[place] -= movieShare * ofMovies[interactions.movies[place].index]
        }
        for user in 0..<interactions.userCount {
            let places = interactions.range(of: Row(user))
            let ofUser = surpluses[places].reduce(0, +) / (Float(places.count) + damping)
            for place in places { surpluses[place] -= ofUser }
        }
        let squares = surpluses.reduce(0) { $0 + Double($1) * Double($1) }
        let deviation = Float((squares / Double(surpluses.count)).squareRoot())
        guard deviation > 0 else { return nil }
        return surpluses.map { max(leastWeight, 1 + influence * $0 / deviation) }
    }

    private static func movieMeans(of values: [Float], in interactions: Interactions) -> [Float] {
        var sums = [Float](repeating: 0, count: interactions.movieCount)
        for (movie, value) in zip(interactions.movies, values) { sums[movie.index] += value }
        return zip(sums, interactions.raterCounts).map { $0 / (Float($1) + damping) }
    }
}
