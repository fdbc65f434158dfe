import Fixtures
import Ratings
import Testing

@Suite("co-rating counts")
struct CoRatingCountsTests {
    /// Users who rated some of a catalogue, each movie at most once.
    private func interactions(movieCount: Int, each most: Int, seed: UInt64) -> Interactions {
        var generator = SplitMix64(seed: seed)
        var starts = [0]
        var movies: [Row<Movie>] = []
        for _ in 0..<30 {
            let count = Int.random(in: 0...most, using: &generator)
            movies += (0..<movieCount).shuffled(using: &generator).prefix(count).map { Row($0) }
            starts.append(movies.count)
        }
        return Interactions(
            starts: starts,
            movies: movies,
            ratings: nil,
            timestamps: nil,
            movieCount: movieCount
        )
    }

    @Test(
        "what was rated together is what a look at every pair finds, in small and large catalogues",
        arguments: [(movies: 12, each: 6), (movies: 900, each: 8)],
        [1 as UInt64, 2, 3]
    )
    func oracle(size: (movies: Int, each: Int), seed: UInt64) {
        let interactions = interactions(movieCount: size.movies, each: size.each, seed: seed)
        let users = (0..<interactions.userCount).map { Set(interactions.movies(of: Row($0))) }
        let counts = CoRatingCounts(in: interactions)
        #expect(counts.raterCounts == interactions.raterCounts)
        #expect(counts.userCount == users.count { !$0.isEmpty })
        let queries = (0..<size.movies).reversed().map { Row<Movie>($0) }
        let found = counts.map(queries) { place, coRated in
            (query: queries[place], coRated: coRated)
        }
        #expect(found.map(\.query) == queries)
        let often = counts.map(queries, ofAtLeast: 2) { _, coRated in coRated.map(\.movie) }
        #expect(often == found.map { $0.coRated.filter { $0.coRaterCount > 1 }.map(\.movie) })
        for (query, coRated) in found {
            let expected = (0..<size.movies).map { Row<Movie>($0) }.compactMap { other in
                let count = users.count { $0.contains(query) && $0.contains(other) }
                return other == query || count == 0 ? nil : [other.index, count]
            }
            #expect(coRated.map { [$0.movie.index, Int($0.coRaterCount)] } == expected)
            for other in 0..<min(size.movies, 40) {
                #expect(
                    coRated.coRaterCount(of: Row(other))
                        == expected.first { $0[0] == other }.map { $0[1] }
                )
            }
        }
    }

    @Test("nobody, and no query")
    func nothing() {
        let nobody = interactions(movieCount: 3, each: 0, seed: 1)
        let counts = CoRatingCounts(in: nobody)
        #expect(counts.map([Row(0), Row(2)]) { _, coRated in coRated.count } == [0, 0])
        #expect(counts.map([]) { place, _ in place }.isEmpty)
    }
}
