import Foundation
import Ratings
import Retrieval

/// What lists are like beyond hitting: how much of the catalogue they show, and of what kind.
package enum ListDiversity {
    /// Measures lists at k.
    ///
    /// - `coverage@k`: the share of movies with a rating that stand in any list.
    /// - `gini@k`: how unequally movies are listed, 0 equal … 1 one movie for everybody.
    /// - `mean_popularity@k`: the mean number of ratings of what is listed.
    /// - `novelty@k`: the mean of -log2 of the share of users with ratings who rated what is
    ///   listed.
    /// - `diversity@k`: 1 - the mean Jaccard index of the genres of two movies of a list; left out
    ///   without genres.
    ///
    /// - Parameters:
    ///   - lists: Empty lists count for nothing.
    ///   - k: Only the first k places of a list count.
    ///   - catalogue: The genres of each movie.
    ///   - interactions: The ratings that were known when the lists were made.
    /// - Returns: The numbers above; 0 each, but for `diversity@k`, if every list is empty.
    package static func metrics<Query>(
        of lists: RankedLists<Query, Movie>,
        at k: Int,
        catalogue: Catalogue,
        interactions: Interactions
    ) -> Metrics {
        let counts = interactions.raterCounts
        let userCount = Double(max(1, interactions.activeUserCount))
        var appearances = [Int](repeating: 0, count: counts.count)
        var popularity = 0.0
        var novelty = 0.0
        var diversities: [Double] = []
        let similarity = GenreSimilarity(of: catalogue)
        let hasGenres = similarity.isKnown
        for query in 0..<lists.count {
            let list = lists[Row(query)].prefix(k)
            for movie in list {
                appearances[movie.index] += 1
                popularity += Double(counts[movie.index])
                let share = Double(max(1, counts[movie.index])) / userCount
                novelty -= log2(share)
            }
            if hasGenres, list.count > 1 {
                diversities.append(1 - similarity.mean(of: Array(list)))
            }
        }
        let listed = Double(max(1, appearances.reduce(0, +)))
        let rated = counts.indices.filter { counts[$0] > 0 }
        var metrics = Metrics([
            "coverage@\(k)": Double(rated.count { appearances[$0] > 0 })
                / Double(max(1, rated.count)),
            "gini@\(k)": gini(of: rated.map { appearances[$0] }),
            "mean_popularity@\(k)": popularity / listed,
            "novelty@\(k)": novelty / listed,
        ])
        if !diversities.isEmpty { metrics["diversity@\(k)"] = diversities.mean }
        return metrics
    }

    /// The Gini coefficient of counts: Σ (2i - n - 1) x_i ÷ (n Σ x), with x ascending.
    package static func gini(of counts: [Int]) -> Double {
        let total = counts.reduce(0, +)
        guard total > 0 else { return 0 }
        let n = counts.count
        let weighted = counts.sorted().enumerated().reduce(0.0) { sum, entry in
            sum + Double(2 * (entry.offset + 1) - n - 1) * Double(entry.element)
        }
        return weighted / (Double(n) * Double(total))
    }
}

extension GenreSimilarity {
    /// The mean of all pairs of movies; of two at least.
    fileprivate func mean(of movies: [Row<Movie>]) -> Double {
        var sum = 0.0
        for (place, first) in movies.enumerated() {
            for second in movies.dropFirst(place + 1) { sum += value(first, second) }
        }
        return sum / Double(movies.count * (movies.count - 1) / 2)
    }
}
