import Foundation
import Ratings
import Testing

@testable import Evaluation

@Suite("cold movies")
struct ColdMoviesTests {
    @Test("a tenth of the rated movies loses all ratings, and the others keep theirs")
    func split() {
        let interactions = RandomWorld(seed: 1).split.train
        var generator = SeededGenerator(seed: 1, stage: "cold")
        let cold = ColdMovies(of: interactions, using: &generator)
        let counts = interactions.raterCounts
        #expect(cold.movies.count == counts.count { $0 > 0 } / 10)
        let isCold = Set(cold.movies.map(\.index))
        for (movie, count) in cold.known.raterCounts.enumerated() {
            #expect(count == (isCold.contains(movie) ? 0 : counts[movie]))
        }
    }

    @Test(
        "gains are damped lifts with the hidden ratings, over their best order",
        arguments: 1...4 as ClosedRange<UInt64>
    )
    func oracle(seed: UInt64) {
        let interactions = RandomWorld(seed: seed).split.train
        var generator = SeededGenerator(seed: seed, stage: "cold")
        let cold = ColdMovies(of: interactions, using: &generator)
        let users = interactions.lists.filter { !$0.isEmpty }.map { Set($0) }
        let warm = Set(0..<RandomWorld.movieCount).subtracting(cold.movies.map(\.index))
        func raters(_ movies: Int...) -> Double {
            Double(users.count { $0.isSuperset(of: movies) })
        }
        func gain(_ query: Int, _ other: Int) -> Double {
            let common = raters(query, other)
            guard warm.contains(other), common > 0 else { return 0 }
            let lift = common * Double(users.count) / (raters(query) * raters(other))
            return max(0, log(lift)) * common / (common + 10)
        }
        func discounted(_ gains: some Collection<Double>) -> Double {
            gains.enumerated().reduce(0) { $0 + $1.element / log2(Double($1.offset + 2)) }
        }
        let lists = cold.movies.map { _ in
            (0..<RandomWorld.movieCount).shuffled(using: &generator).prefix(12).map { $0 }
        }
        let values = zip(cold.movies, lists).compactMap { movie, list -> Double? in
            let gains = (0..<RandomWorld.movieCount).map { gain(movie.index, $0) }
            let ideal = discounted(gains.sorted(by: >).prefix(10))
            return ideal == 0 ? nil : discounted(list.prefix(10).map { gains[$0] }) / ideal
        }
        let metrics = cold.metrics(of: ["any": lists.map { $0.map { Row($0) } }], at: 10)
        #expect(!values.isEmpty)
        #expect(isClose(metrics["any"]?["ndcg@10"], mean(values), within: 1e-5))
    }
}
