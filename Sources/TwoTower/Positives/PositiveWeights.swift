import Foundation
import LinearAlgebra
import Ratings

/// How much each rating counts as a positive.
struct PositiveWeights {
    private let interactions: Interactions
    private let userWeights: [Float]
    private let movieWeights: [Float]
    private let ratingInfluence: Float
    private let ratingMean: Double
    private let ratingDeviation: Double

    init(_ interactions: Interactions, _ settings: UserMovieSettings) {
        self.interactions = interactions
        userWeights = (0..<interactions.userCount).map { user in
            let count = Float(interactions.range(of: Row(user)).count)
            return pow(max(1, count), settings.userWeightExponent)
        }
        let counts = interactions.raterCounts
        let mean = Float(interactions.count) / Float(max(1, counts.count { $0 > 0 }))
        movieWeights = counts.map { count in
            pow(max(1, Float(count)) / mean, settings.popularityWeightExponent)
        }
        let ratings = interactions.ratings ?? []
        let count = Double(max(1, ratings.count))
        let ratingMean = ratings.reduce(0.0) { $0 + Double($1) } / count
        let squares = ratings.reduce(0.0) {
            $0 + (Double($1) - ratingMean) * (Double($1) - ratingMean)
        }
        self.ratingMean = ratingMean
        ratingDeviation = (squares / count).squareRoot()
        ratingInfluence = settings.ratingWeight
    }

    /// Appends a row of the movies of some ratings with their weights.
    ///
    /// - Parameters:
    ///   - places: Their places in the columns of the interactions.
    ///   - user: Whose they are.
    ///   - factor: What every weight is multiplied by.
    ///   - participants: Only they are appended, by their numbers.
    ///   - shares: What the weight of each of them is multiplied by; `nil` for 1.
    ///   - rows: Gets one more row.
    func append(
        _ places: [Int],
        of user: Row<User>,
        times factor: Float,
        among participants: Participants,
        counting shares: [Float]?,
        to rows: inout SparseMatrix
    ) {
        let factor = factor * userWeights[user.index]
        for place in places {
            let movie = interactions.movies[place].index
            guard let number = participants.number(of: movie) else { continue }
            rows.appendEntry(
                number,
                factor * movieWeights[movie] * ratingWeight(of: place) * (shares?[number] ?? 1)
            )
        }
        rows.endRow()
    }

    /// 1 + influence · (rating - mean) ÷ standard deviation, at least 0.05; 1 if all are equal.
    private func ratingWeight(of place: Int) -> Float {
        guard let ratings = interactions.ratings, ratingDeviation > 0, ratingInfluence != 0
        else { return 1 }
        let score = Float((Double(ratings[place]) - ratingMean) / ratingDeviation)
        return max(0.05, 1 + ratingInfluence * score)
    }
}
