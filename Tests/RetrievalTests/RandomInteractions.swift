import Fixtures
import Ratings

/// Who rated what, by chance: of the movies the first has few raters, the second all, the last none.
struct RandomInteractions {
    /// The movies that each user rated.
    let moviesOfUsers: [Set<Int>]
    let interactions: Interactions

    static let movieCount = 12

    init(userCount: Int) {
        var generator = SplitMix64(seed: UInt64(userCount))
        var columns = RatingColumns()
        var moviesOfUsers = [Set<Int>](repeating: [], count: userCount)
        for user in 0..<userCount {
            let oneIn = [100, 1] + [Int](repeating: 3, count: Self.movieCount - 3)
            for movie in oneIn.indices
            where Int.random(in: 0..<oneIn[movie], using: &generator) == 0 {
                columns.users.append(Row(user))
                columns.movies.append(Row(movie))
                moviesOfUsers[user].insert(movie)
            }
        }
        self.moviesOfUsers = moviesOfUsers
        interactions =
            Interactions.ordering(
                [columns],
                userCount: userCount,
                movieCount: Self.movieCount
            ).interactions
    }

    /// How many users rated a movie, or both of two.
    func raterCount(_ movies: Int...) -> Int {
        moviesOfUsers.count { $0.isSuperset(of: movies) }
    }
}
