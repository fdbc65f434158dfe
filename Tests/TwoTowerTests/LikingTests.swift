import Ratings
import Testing

@testable import TwoTower

@Suite("liking")
struct LikingTests {
    private func interactions(_ ratings: [Float]?) -> Interactions {
        Interactions(
            starts: [0, 2, 4],
            movies: [0, 1, 0, 1].map { Row($0) },
            ratings: ratings,
            timestamps: nil,
            movieCount: 2
        )
    }

    @Test("by hand: what is above the mean, half the movie and the user, in standard deviations")
    func byHand() throws {
        // The mean is 3; surpluses 2, -1, 1, -2. Movie 0 is 3 ÷ (2 + 5) above it, movie 1 as much
        // below, half of which is expected: left are 25/14, -11/14, 11/14, -25/14. User 0 is
        // 1 ÷ (2 + 5) above that, user 1 as much below: 23/14, -13/14, 13/14, -23/14, with a standard
        // deviation of √349 ÷ 14 = 1.334396.
        let weights = try #require(
            Liking.weights(in: interactions([5, 2, 4, 1]), influence: 0.5)
        )
        for (weight, expected) in zip(weights, [1.615581, 0.652063, 1.347937, 0.384419]) {
            #expect(abs(Double(weight) - expected) < 1e-5)
        }
    }

    @Test("no weight falls below a twentieth")
    func least() {
        let weights = Liking.weights(in: interactions([5, 2, 4, 1]), influence: 5)
        #expect(weights?.min() == 0.05)
    }

    @Test("all count 1 without ratings, without influence, and where nothing differs")
    func nothing() {
        #expect(Liking.weights(in: interactions(nil), influence: 1) == nil)
        #expect(Liking.weights(in: interactions([5, 2, 4, 1]), influence: 0) == nil)
        #expect(Liking.weights(in: interactions([3, 3, 3, 3]), influence: 1) == nil)
        let nobody = Interactions(
            starts: [0],
            movies: [],
            ratings: [],
            timestamps: nil,
            movieCount: 2
        )
        #expect(Liking.weights(in: nobody, influence: 1) == nil)
    }
}
