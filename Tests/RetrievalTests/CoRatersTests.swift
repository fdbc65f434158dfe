import Ratings
import Retrieval
import Testing

@Suite("Users who rated both of two movies")
struct CoRatersTests {
    // More than 64 users fill more than one word of marks.
    @Test("the counts are those of a recount, and symmetric", arguments: [1, 2, 63, 64, 65, 200])
    func recount(userCount: Int) {
        let movieCount = RandomInteractions.movieCount
        let random = RandomInteractions(userCount: userCount)
        let coRaters = CoRaters(of: random.interactions)
        let everyMovie = (0..<movieCount).map { Row<Movie>($0) }
        for movie in 0..<movieCount {
            let counts = coRaters.counts(of: Row(movie), with: everyMovie)
            #expect(counts == everyMovie.map { random.raterCount(movie, $0.index) })
            for other in everyMovie {
                #expect(coRaters.counts(of: other, with: [Row(movie)]) == [counts[other.index]])
            }
        }
        #expect(coRaters.counts(of: Row(0), with: []).isEmpty)
    }
}
