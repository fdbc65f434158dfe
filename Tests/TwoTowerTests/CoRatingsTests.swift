import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("co-ratings as positives")
struct CoRatingsTests {
    private let interactions = Interactions.random(users: 30, movies: 12, each: 7, seed: 4)
    private var users: [Row<User>] { (0..<30).map { Row($0) } }

    private func settings(nearbyShare: Float) -> ItemItemSettings {
        var settings = ItemItemSettings.tiny()
        settings.nearbyShare = nearbyShare
        settings.nearbyLength = 3
        settings.movieWeightExponent = 0.5
        return settings
    }

    @Test(
        "what a movie's pairs add up to is a power of its ratings",
        arguments: [Float(0), 0.3, 1]
    )
    func totals(nearbyShare: Float) {
        let pairs = CoRatings(in: interactions, with: settings(nearbyShare: nearbyShare))
            .pairs(of: users, numberedBy: Participants(all: 12))
        for (total, count) in zip(pairs.totals, interactions.raterCounts) {
            #expect(abs(total - Float(count).squareRoot()) < 1e-4)
        }
    }

    @Test("the pairs of some users and of the others add up to those of all")
    func shares() {
        let coRatings = CoRatings(in: interactions, with: settings(nearbyShare: 0.3))
        let table = Matrix(uniform: 12, 5, seed: 1)
        let rows = Array(0..<12)
        let whole = coRatings.pairs(of: users, numberedBy: Participants(all: 12)).candidateSums(
            of: rows,
            candidates: table
        )
        let parts = [users.prefix(11), users.dropFirst(11)].map {
            coRatings.pairs(of: $0, numberedBy: Participants(all: 12)).candidateSums(
                of: rows,
                candidates: table
            )
        }
        #expect(Matrix.sum(of: parts).distance(to: whole.doubles) < 1e-4)
    }

    @Test("pairs that are written down are those that are summed")
    func dense() throws {
        let coRatings = CoRatings(in: interactions, with: settings(nearbyShare: 0.3))
        let dense = try #require(coRatings.allPairs as? DensePairs)
        let summed = coRatings.pairs(of: users, numberedBy: Participants(all: 12))
        let (candidates, queries) = (Matrix(uniform: 12, 5, seed: 1), [7, 0, 11])
        let embeddings = Matrix(uniform: 3, 5, seed: 2)
        var (sums, expected) = (candidates, candidates)
        dense.addQuerySums(of: queries, embeddings: embeddings, times: -2, to: &sums)
        summed.addQuerySums(of: queries, embeddings: embeddings, times: -2, to: &expected)
        #expect(sums.distance(to: expected.doubles) < 1e-4)
        sums = dense.candidateSums(of: queries, candidates: candidates)
        expected = summed.candidateSums(of: queries, candidates: candidates)
        #expect(sums.distance(to: expected.doubles) < 1e-4)
        for (total, sum) in zip(dense.totals, summed.totals) { #expect(abs(total - sum) < 1e-4) }
    }
}
