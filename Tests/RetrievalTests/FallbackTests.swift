import Ratings
import Retrieval
import Testing

@Suite("Filling up short lists")
struct FallbackTests {
    /// Six movies and four users; raters by movie: 2, 3, 0, 2, 1, 0.
    private let fallback: Fallback = {
        let genres = [["Drama"], ["Comedy"], ["Drama"], ["Drama", "War"], ["Drama"], []]
        let catalogue = Catalogue(
            vocabulary: Vocabulary((0..<6).map { "\($0)" }),
            descriptions: genres.map { MovieDescription(title: "x", genres: $0) }
        )
        var columns = RatingColumns()
        for (user, movies) in [[0, 1, 3], [0, 1], [1, 3, 4], []].enumerated() {
            for movie in movies {
                columns.users.append(Row(user))
                columns.movies.append(Row(movie))
            }
        }
        let interactions = Interactions.ordering([columns], userCount: 4, movieCount: 6)
            .interactions
        return Fallback(catalogue: catalogue, interactions: interactions)
    }()

    /// Entries in short: `movie score source`.
    private func lines(_ entries: [ListEntry<Movie>]) -> [String] {
        entries.map { "\($0.candidate.index) \($0.score) \($0.source.rawValue)" }
    }

    @Test("a user's list goes on with the most popular movies that are new to the user")
    func completed() {
        let list = [(Row<Movie>(4), Float(0.9))]
        // Raters of 4 users: 3 of movie 1, 2 of movies 0 and 3, none of 2 and 5; the tie goes to
        // the lower row, and movie 0 is seen.
        #expect(
            lines(fallback.completed(list, to: 10, excluding: [Row(0)])) == [
                "4 0.9 model", "1 0.75 popularity", "3 0.5 popularity", "2 0.0 catalogue",
                "5 0.0 catalogue",
            ]
        )
    }

    @Test("a list that is long enough is the model's alone, cut to k")
    func longEnough() {
        let list = [(Row<Movie>(4), Float(0.9)), (Row<Movie>(2), Float(0.8))]
        #expect(lines(fallback.completed(list, to: 1, excluding: [])) == ["4 0.9 model"])
        #expect(
            lines(fallback.completed(list, to: 2, excluding: [])) == ["4 0.9 model", "2 0.8 model"]
        )
        #expect(
            lines(fallback.completedNeighbours(of: Row(0), list, to: 2))
                == ["4 0.9 model", "2 0.8 model"]
        )
        #expect(fallback.completed([], to: 0, excluding: []).isEmpty)
    }

    @Test("a fallback's score never exceeds the score above it")
    func fallingScores() {
        let list = [(Row<Movie>(4), Float(0.6)), (Row<Movie>(2), Float(-0.25))]
        #expect(
            lines(fallback.completed(list, to: 4, excluding: [])) == [
                "4 0.6 model", "2 -0.25 model", "1 -0.25 popularity", "0 -0.25 popularity",
            ]
        )
    }

    @Test("neighbours go on with rated movies of the same genres, then with popular ones")
    func neighbours() {
        let list = [(Row<Movie>(1), Float(2))]
        // Jaccard with {Drama}: movie 4 is {Drama}, 1 of 1; movie 3 is {Drama, War}, 1 of 2.
        // Movie 2 is Drama too, but nobody rated it.
        #expect(
            lines(fallback.completedNeighbours(of: Row(0), list, to: 9)) == [
                "1 2.0 model", "4 1.0 genre_popularity", "3 0.5 genre_popularity",
                "2 0.0 catalogue", "5 0.0 catalogue",
            ]
        )
    }

    @Test("of equal genres the more popular movie comes first, and the movie itself never")
    func neighbourOrder() {
        // With {Drama}: movies 0 and 4 are 1 of 1, and 0 has more raters; 3 is 1 of 2; the most
        // popular of the rest is 1 with 3 of 4 raters, held down to the 0.5 above it.
        #expect(
            lines(fallback.completedNeighbours(of: Row(2), [], to: 9)) == [
                "0 1.0 genre_popularity", "4 1.0 genre_popularity", "3 0.5 genre_popularity",
                "1 0.5 popularity", "5 0.0 catalogue",
            ]
        )
    }

    @Test("a movie without genres has popular neighbours")
    func noGenres() {
        #expect(
            lines(fallback.completedNeighbours(of: Row(5), [], to: 3))
                == ["1 0.75 popularity", "0 0.5 popularity", "3 0.5 popularity"]
        )
    }
}
