import Foundation
import Ratings

/// The chance to be in a batch: what the logQ correction of an in-batch softmax divides by.
///
/// Where the positives of a step are each other's negatives, which of them are there is chance, and
/// popular ones mostly are. Each counts 1 ÷ its chance among the negatives, so that those who are there
/// stand for all. Negatives drawn from elsewhere would be pushed away in a few steps and pulled near in
/// others, and an optimiser that makes all steps alike would lose the balance.
enum InBatch {
    /// The chance that a batch has at least one of some things.
    ///
    /// - Parameters:
    ///   - count: How many there are of them; a mean need not be whole.
    ///   - total: How many things there are.
    ///   - size: How many make the batch, drawn without repetition, at most `total`.
    /// - Returns: 0…1.
    static func chance(ofAny count: Double, among total: Int, drawing size: Int) -> Double {
        // ln of the ways to draw so many of some.
        func ways(among some: Double) -> Double {
            lgamma(some + 1) - lgamma(some - Double(size) + 1)
        }
        let others = Double(total) - count
        return others < Double(size) ? 1 : 1 - exp(ways(among: others) - ways(among: Double(total)))
    }
}

extension Competition {
    /// Who competes in a step, out of the candidates that are positives in it.
    ///
    /// - Parameters:
    ///   - members: The rows of those candidates, ascending.
    ///   - chances: The chance of each to be one of them.
    ///   - weights: How often each is drawn beside the others, where there are too many.
    ///   - most: How many compete, at most.
    ///   - generator: Draws.
    /// - Returns: All of them; or so many, who alone are to be positives then.
    func negatives(
        among members: [Int],
        withChances chances: [Float],
        drawnBy weights: [Float],
        most: Int,
        using generator: inout SeededGenerator
    ) -> Negatives {
        let corrected = zip(members, chances).map { bias[$0] - log($1) }
        let isCrowded = members.count > most
        let drawn = Competition(
            bias: corrected,
            chances: isCrowded ? Self.chances(weights, count: most) : nil
        ).negatives(using: &generator)
        let places = drawn.rows ?? Array(members.indices)
        let drawWeights = drawn.weights ?? [Float](repeating: 1, count: places.count)
        return Negatives(
            rows: places.map { members[$0] },
            bias: drawn.bias,
            weights: zip(places, drawWeights).map { $1 / chances[$0] },
            drawWeights: drawn.weights
        )
    }
}
