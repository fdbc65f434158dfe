import Foundation
import LinearAlgebra
import Ratings

/// How much each rating counts as a positive, and the kin of its movie beside it.
struct PositiveWeights {
    private let interactions: Interactions
    private let userWeights: [Float]
    private let movieWeights: [Float]
    private let ratingInfluence: Float
    private let ratingMean: Double
    private let ratingDeviation: Double
    private let kin: (of: Kin, weight: Float)?

    init(_ interactions: Interactions, _ settings: UserMovieSettings, leaningOn kin: Kin?) {
        self.interactions = interactions
        self.kin = kin.flatMap { settings.kinPositives > 0 ? ($0, settings.kinPositives) : nil }
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

    /// Appends a row of the movies of some ratings and of their kin, with their weights.
    ///
    /// In the mean over steps, each weighs as much as if all candidates took part.
    ///
    /// - Parameters:
    ///   - places: Their places in the columns of the interactions.
    ///   - user: Whose they are.
    ///   - factor: What every weight is multiplied by.
    ///   - participants: Only they are appended, by their numbers.
    ///   - negatives: The same candidates, with their chances to be there.
    ///   - rows: Gets one more row.
    func append(
        _ places: [Int],
        of user: Row<User>,
        times factor: Float,
        among participants: Participants,
        against negatives: Negatives,
        to rows: inout SparseMatrix
    ) {
        let factor = factor * userWeights[user.index]
        let predicted = places.compactMap { place in
            participants.number(of: interactions.movies[place].index).map { (place, number: $0) }
        }
        // What the query predicts is sure to be among the step's positives, and may be drawn.
        func drawWeight(of number: Int) -> Float { negatives.drawWeights?[number] ?? 1 }
        for (place, number) in predicted {
            rows.appendEntry(number, factor * weight(of: place) * drawWeight(of: number))
        }
        if let kin {
            var standsFor = negatives.weights
            for (_, number) in predicted { standsFor?[number] = drawWeight(of: number) }
            for place in places {
                let weight = kin.weight * factor * weight(of: place)
                for (other, share) in kin.of[interactions.movies[place]] {
                    guard let number = participants.number(of: other.index) else { continue }
                    rows.appendEntry(number, weight * share * (standsFor?[number] ?? 1))
                }
            }
        }
        rows.endRow()
    }

    private func weight(of place: Int) -> Float {
        movieWeights[interactions.movies[place].index] * ratingWeight(of: place)
    }

    /// 1 + influence · (rating - mean) ÷ standard deviation, at least 0.05; 1 if all are equal.
    private func ratingWeight(of place: Int) -> Float {
        guard let ratings = interactions.ratings, ratingDeviation > 0, ratingInfluence != 0
        else { return 1 }
        let score = Float((Double(ratings[place]) - ratingMean) / ratingDeviation)
        return max(0.05, 1 + ratingInfluence * score)
    }
}
