import Fixtures
import Ratings
import Testing

@Suite("Interactions")
struct InteractionsTests {
    /// What should be left of ratings, found the slow way: of each user and movie the entry that is
    /// latest by time and then by place, and those in the same order.
    private func naive(_ ratings: RandomRatings) -> [Entry] {
        let columns = ratings.columns
        func isLater(_ place: Int, than other: Int) -> Bool {
            let times = columns.timestamps ?? []
            return times.isEmpty
                ? place > other : (times[place], place) > (times[other], other)
        }
        let kept = columns.users.indices.filter { place in
            !columns.users.indices.contains { other in
                columns.users[other] == columns.users[place]
                    && columns.movies[other] == columns.movies[place]
                    && isLater(other, than: place)
            }
        }
        return (0..<ratings.userCount).flatMap { user in
            kept.filter { columns.users[$0].index == user }
                .sorted { isLater($1, than: $0) }
                .map { place in
                    Entry(
                        user: user,
                        movie: columns.movies[place].index,
                        rating: columns.ratings?[place],
                        time: columns.timestamps?[place]
                    )
                }
        }
    }

    @Test(
        "a user has the latest rating of each movie, in order of time",
        arguments: 0..<60 as Range<UInt64>
    )
    func ordering(seed: UInt64) {
        for hasTimestamps in [true, false] {
            let ratings = RandomRatings(seed: seed, hasTimestamps: hasTimestamps)
            let (interactions, supersededCount) = Interactions.ordering(
                ratings.parts(of: 1 + Int(seed % 7)),
                userCount: ratings.userCount,
                movieCount: ratings.movieCount,
                usersOfBlock: 1 + Int(seed % 3)
            )
            let expected = naive(ratings)
            #expect(interactions.entries == expected)
            #expect(ratings.interactions.entries == expected)
            #expect(interactions.count == expected.count)
            #expect(supersededCount == ratings.columns.count - expected.count)
            #expect(interactions.userCount == ratings.userCount)
            #expect(interactions.newestTimestamp == ratings.columns.timestamps?.max())
        }
    }

    @Test("raters are counted and listed as in a recount", arguments: 0..<60 as Range<UInt64>)
    func raters(seed: UInt64) {
        let interactions = RandomRatings(seed: seed).interactions
        let entries = interactions.entries
        let raters = interactions.raters
        #expect(interactions.raterCounts.count == interactions.movieCount)
        for movie in 0..<interactions.movieCount {
            let expected = entries.filter { $0.movie == movie }.map(\.user).sorted()
            #expect(raters[Row(movie)].map(\.index) == expected)
            #expect(interactions.raterCounts[movie] == expected.count)
        }
    }

    @Test("filtering keeps the marked entries and all numbers", arguments: 0..<60 as Range<UInt64>)
    func filtering(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let interactions = RandomRatings(seed: seed).interactions
        let isKept = (0..<interactions.count).map { _ in Bool.random(using: &generator) }
        let filtered = interactions.filtered(by: isKept)
        #expect(filtered.entries == zip(interactions.entries, isKept).filter(\.1).map(\.0))
        #expect(filtered.userCount == interactions.userCount)
        #expect(filtered.movieCount == interactions.movieCount)
    }

    @Test("no ratings are ordinary")
    func empty() {
        let (none, supersededCount) = Interactions.ordering(
            [RatingColumns()],
            userCount: 2,
            movieCount: 3
        )
        #expect(none.count == 0)
        #expect(supersededCount == 0)
        #expect(none.movies(of: Row(1)).isEmpty)
        #expect(none.raterCounts == [0, 0, 0])
        #expect(none.newestTimestamp == nil)
        #expect(none.raters[Row(2)].isEmpty)
    }

    @Test("columns of different lengths stop the program")
    func wrongSizes() async {
        await #expect(processExitsWith: .failure) {
            _ = Interactions(
                starts: [0, 1],
                movies: [Row(0)],
                ratings: [],
                timestamps: nil,
                movieCount: 1
            )
        }
        await #expect(processExitsWith: .failure) {
            _ = Interactions(
                starts: [0, 2],
                movies: [Row(0)],
                ratings: nil,
                timestamps: nil,
                movieCount: 1
            )
        }
    }
}
