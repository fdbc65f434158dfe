import Fixtures
import Ratings
import Retrieval
import Testing

@Suite("Users who rated both of two movies")
struct CoRatersTests {
    // More than 64 users fill more than one word of marks.
    @Test("the counts are those of a recount, and symmetric", arguments: [1, 2, 63, 64, 65, 200])
    func recount(userCount: Int) {
        var generator = SplitMix64(seed: UInt64(userCount))
        let movieCount = 12
        var columns = RatingColumns()
        var seen = [Set<Int>](repeating: [], count: userCount)
        for user in 0..<userCount {
            // The first movie has few raters, the second all, the last none.
            let oneIn = [100, 1] + [Int](repeating: 3, count: movieCount - 3)
            for movie in 0..<movieCount - 1
            where Int.random(in: 0..<oneIn[movie], using: &generator) == 0 {
                columns.users.append(Row(user))
                columns.movies.append(Row(movie))
                seen[user].insert(movie)
            }
        }
        let interactions = Interactions.ordering(
            [columns],
            userCount: userCount,
            movieCount: movieCount
        ).interactions
        let coRaters = CoRaters(of: interactions)
        let everyMovie = (0..<movieCount).map { Row<Movie>($0) }
        for movie in 0..<movieCount {
            let expected = everyMovie.map { other in
                seen.count { $0.contains(movie) && $0.contains(other.index) }
            }
            let counts = coRaters.counts(of: Row(movie), with: everyMovie)
            #expect(counts == expected)
            #expect(interactions.coRaterCounts(of: Row(movie)) == expected)
            for other in everyMovie {
                #expect(coRaters.counts(of: other, with: [Row(movie)]) == [counts[other.index]])
            }
        }
        #expect(coRaters.counts(of: Row(0), with: []).isEmpty)
    }
}
