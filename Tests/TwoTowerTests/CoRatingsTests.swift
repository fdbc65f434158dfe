import Foundation
import LinearAlgebra
import Ratings
import Testing

@testable import TwoTower

@Suite("co-ratings as positives")
struct CoRatingsTests {
    private let interactions = Interactions.random(users: 30, movies: 12, each: 7, seed: 4)
    private var users: [Row<User>] { (0..<30).map { Row($0) } }

    private func settings(nearbyShare: Float, nextShare: Float = 0) -> ItemItemSettings {
        var settings = ItemItemSettings.tiny()
        settings.nearbyShare = nearbyShare
        settings.nextShare = nextShare
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

    @Test("a movie that many rated keeps less of its pairs in time, and those still add up")
    func familiar() {
        var settings = settings(nearbyShare: 0.3, nextShare: 0.2)
        #expect(settings.keptInTime(ofRaters: 30, among: 30) == 1)
        settings.familiarShare = 0.25
        // 1 ÷ (1 + 1²), 1 ÷ (1 + 2²), 1 ÷ (1 + 0²).
        #expect(settings.keptInTime(ofRaters: 10, among: 40) == 0.5)
        #expect(settings.keptInTime(ofRaters: 20, among: 40) == 0.2)
        #expect(settings.keptInTime(ofRaters: 0, among: 40) == 1)

        func weights(_ settings: ItemItemSettings) -> Matrix {
            let pairs = CoRatings(in: interactions, with: settings)
                .pairs(of: users, numberedBy: Participants(all: 12))
            return pairs.candidateSums(of: Array(0..<12), candidates: .identity(12))
        }
        let mixed = weights(settings)
        let together = weights(self.settings(nearbyShare: 0))
        settings.familiarShare = nil
        let timed = weights(settings)
        let counts = interactions.raterCounts
        for movie in 0..<12 {
            let kept = 1 / (1 + pow(Float(counts[movie]) / (0.25 * 30), 2))
            for other in 0..<12 {
                let expected =
                    kept * timed[movie, other] + (1 - kept) * together[movie, other]
                #expect(abs(mixed[movie, other] - expected) < 1e-4)
            }
        }
    }

    @Test("where movies' weights are left as they are, each kind still has its share")
    func unscaled() {
        func weights(nearbyShare: Float) -> Matrix {
            var settings = settings(nearbyShare: nearbyShare)
            settings.movieWeightExponent = nil
            let pairs = CoRatings(in: interactions, with: settings)
                .pairs(of: users, numberedBy: Participants(all: 12))
            return pairs.candidateSums(of: Array(0..<12), candidates: .identity(12))
        }
        let (together, nearby) = (weights(nearbyShare: 0), weights(nearbyShare: 1))
        let mixed = weights(nearbyShare: 0.25)
        #expect(together != nearby)
        for place in mixed.values.indices {
            let expected = 0.75 * together.values[place] + 0.25 * nearby.values[place]
            #expect(abs(mixed.values[place] - expected) < 1e-4)
        }
    }

    @Test("pairs of ratings that are better than expected count more, but not those in time")
    func liked() {
        // User 0 likes movies 0 and 1 and dislikes 2, user 1 likes 2 alone.
        let rated = Interactions(
            starts: [0, 3, 6],
            movies: [0, 1, 2, 0, 1, 2].map { Row($0) },
            ratings: [5, 5, 1, 2, 2, 5],
            timestamps: Array(0..<6),
            movieCount: 3
        )
        func weights(_ ratingWeight: Float, nearbyShare: Float) -> Matrix {
            var settings = settings(nearbyShare: nearbyShare)
            settings.ratingWeight = ratingWeight
            let pairs = CoRatings(in: rated, with: settings)
                .pairs(of: [Row(0), Row(1)], numberedBy: Participants(all: 3))
            return pairs.candidateSums(of: [0, 1, 2], candidates: .identity(3))
        }
        let plain = weights(0, nearbyShare: 0)
        #expect(abs(plain[0, 1] - plain[0, 2]) < 1e-6)
        let liked = weights(0.4, nearbyShare: 0)
        #expect(liked[0, 1] > 1.2 * liked[0, 2])
        let own = Liking.weights(in: rated, influence: 0.4) ?? []
        let ratio = (own[0] * own[1] + own[3] * own[4]) / (own[0] * own[2] + own[3] * own[5])
        #expect(abs(liked[0, 1] / liked[0, 2] - ratio) < 1e-5)
        #expect(weights(0.4, nearbyShare: 1) == weights(0, nearbyShare: 1))
    }

    @Test("pairs with the next three ratings lead from earlier movies to later ones alone")
    func next() {
        // Two users with an order of time: 0 to 6, and 3, 2, 1, 0.
        let ordered = Interactions(
            starts: [0, 7, 11],
            movies: [0, 1, 2, 3, 4, 5, 6, 3, 2, 1, 0].map { Row($0) },
            ratings: nil,
            timestamps: Array(0..<11),
            movieCount: 7
        )
        let pairs = CoRatings(in: ordered, with: settings(nearbyShare: 0, nextShare: 1))
            .pairs(of: [Row(0), Row(1)], numberedBy: Participants(all: 7))
        // 0, 1, 2 lead to 3, 4, 5, these to 6; and 3, 2, 1 of the second user to 0.
        let weights = pairs.candidateSums(of: Array(0..<7), candidates: .identity(7))
        let partners = (0..<7).map { row in (0..<7).filter { weights[row, $0] > 0 } }
        #expect(partners == [[3, 4, 5], [0, 3, 4, 5], [0, 3, 4, 5], [0, 6], [6], [6], []])
        // Each user counts 1: movie 1 spreads a third over three, and gives one to movie 0.
        #expect(abs(weights[1, 0] / weights[1, 3] - 3) < 1e-5)
    }

    @Test("the pairs of some users and of the others add up to those of all")
    func someUsers() {
        let coRatings = CoRatings(
            in: interactions,
            with: settings(nearbyShare: 0.3, nextShare: 0.2)
        )
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
        let coRatings = CoRatings(
            in: interactions,
            with: settings(nearbyShare: 0.3, nextShare: 0.2)
        )
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

    @Test(
        "few movies for their ratings make a table, few ratings sums, many of both batches",
        arguments: [
            (1_682, 100_000, CoRatings.Form.table), (12_000, 2_250_000, .table),
            (12_000, 2_249_999, .batches), (9_742, 100_836, .sums), (5_000, 300_000, .sums),
            (5_000, 300_001, .batches), (12_001, 100, .batches), (8_000, 900_000, .batches),
            (0, 0, .table),
        ]
    )
    func forms(movies: Int, ratings: Int, expected: CoRatings.Form) {
        #expect(CoRatings.Form(movies: movies, ratings: ratings) == expected)
    }

    @Test("the chance to be rated by any of some users is the share of draws that find one")
    func chances() {
        let coRatings = CoRatings(in: interactions, with: .tiny())
        var generator = SeededGenerator(seed: 3, stage: "draws")
        var found = [Float](repeating: 0, count: 12)
        for _ in 0..<4_000 {
            let drawn = users.shuffled(using: &generator).prefix(3)
            for row in coRatings.participants(drawn).rows ?? [] { found[row] += 1 / 4_000 }
        }
        for (share, chance) in zip(found, coRatings.chances(ofDrawing: 3)) {
            #expect(abs(share - chance) < 0.03)
        }
        // Whoever draws all finds every movie.
        let all = coRatings.chances(ofDrawing: 30)
        #expect(zip(all, interactions.raterCounts).allSatisfy { $0 == ($1 > 0 ? 1 : 0) })
        #expect(coRatings.userCount(withRatings: 1_000) == 30)
        #expect(coRatings.userCount(withRatings: 21) == 3)
        #expect(coRatings.userCount(withRatings: 1) == 1)
    }
}
