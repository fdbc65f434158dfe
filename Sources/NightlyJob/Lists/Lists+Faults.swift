import Ratings
import Retrieval

extension Lists {
    /// What is wrong with lists, counted.
    struct Faults {
        /// Lists with fewer movies than `top` although there were more to list.
        var incompleteLists = 0
        /// Scores that are infinite or not a number.
        var nonFiniteScores = 0

        fileprivate mutating func count(_ list: [ListEntry<Movie>], of length: Int) {
            if list.count < length { incompleteLists += 1 }
            nonFiniteScores += list.count { !$0.score.isFinite }
        }
    }

    /// Looks at every list of every user and every movie.
    var faults: Faults {
        var faults = Faults()
        for user in (0..<dataset.users.count).map(Row<User>.init) {
            faults.count(list(of: user), of: min(top, choiceCount(of: user)))
        }
        for movie in (0..<dataset.catalogue.count).map(Row<Movie>.init) {
            faults.count(entries(of: movie), of: min(top, dataset.catalogue.count - 1))
        }
        return faults
    }
}
