import LinearAlgebra
import Ratings
import Testing

@testable import Evaluation

@Suite("iALS")
struct IALSTests {
    private static var settings: IALS.Settings {
        var settings = IALS.Settings(unobservedWeight: 0.2, regularisation: 0.05)
        settings.dimension = 5
        settings.epochs = 3
        return settings
    }

    @Test("factors are those of the obvious way", arguments: 1...3 as ClosedRange<UInt64>)
    func oracle(seed: UInt64) {
        let interactions = RandomWorld(seed: seed).split.train
        let ials = IALS(interactions, settings: Self.settings, seed: seed)
        let users = interactions.lists
        let raters = (0..<RandomWorld.movieCount).map { movie in
            users.indices.filter { users[$0].contains(movie) }
        }
        var generator = SeededGenerator(seed: seed, stage: "iALS")
        let range = 0.1 * (3.0 / 5).squareRoot()
        var ofMovies = raters.map { _ in
            (0..<5).map { _ in (2 * Double(generator.uniform()) - 1) * range }
        }
        var ofUsers: [[Double]] = []
        for _ in 0..<3 {
            ofUsers = users.map { solved($0, against: ofMovies) }
            ofMovies = raters.map { solved($0, against: ofUsers) }
        }
        expectEqual(ials.users, ofUsers)
        expectEqual(ials.movies, ofMovies)
        let scores = ials.scores(of: Array(3..<9))
        for user in 3..<9 {
            for movie in raters.indices where !raters[movie].isEmpty {
                let expected = zip(ofUsers[user], ofMovies[movie]).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(isClose(Double(scores[user - 3, movie]), expected, within: 1e-4))
            }
        }
        #expect(scores[0, 30] == -.infinity)
    }

    /// The least of Σ over rated of (⟨x, h⟩ - 1)² + α Σ ⟨x, h⟩² + λ (rated + α · all) |x|².
    private func solved(_ rated: [Int], against factors: [[Double]]) -> [Double] {
        guard !rated.isEmpty else { return [0, 0, 0, 0, 0] }
        let (weight, regularisation) = (0.2, 0.05)
        let diagonal = regularisation * (Double(rated.count) + weight * Double(factors.count))
        let matrix = (0..<5).map { row in
            (0..<5).map { column in
                rated.reduce(0) { $0 + factors[$1][row] * factors[$1][column] }
                    + weight * factors.reduce(0) { $0 + $1[row] * $1[column] }
                    + (row == column ? diagonal : 0)
            }
        }
        return naiveSolution(
            matrix,
            (0..<5).map { row in rated.reduce(0) { $0 + factors[$1][row] } }
        )
    }

    private func expectEqual(_ matrix: Matrix, _ rows: [[Double]]) {
        for (row, values) in rows.enumerated() {
            for (column, value) in values.enumerated() {
                #expect(isClose(Double(matrix[row, column]), value, within: 1e-4))
            }
        }
    }

    @Test("users of two worlds get the movies of theirs")
    func worlds() {
        let interactions = Interactions(
            (0..<20).map { user in
                (0..<10).map { $0 * 2 + user % 2 }.filter { $0 / 2 != user / 2 }
            },
            movieCount: 20
        )
        var settings = Self.settings
        settings.epochs = 10
        let scores = IALS(interactions, settings: settings, seed: 1).scores(of: Array(0..<20))
        for user in 0..<20 {
            // The withheld movie comes before all of the other world.
            let withheld = user / 2 * 2 + user % 2
            for movie in 0..<20 where movie % 2 != user % 2 {
                #expect(scores[user, withheld] > scores[user, movie])
            }
        }
    }
}
