import Ratings

/// How alike the genres of two movies are: the Jaccard index of their sets.
package struct GenreSimilarity: Sendable {
    /// The numbers of the genres of one movie after the other, those of each ascending.
    private let genres: [Int32]
    /// Where those of each movie begin, and at last where all end.
    private let starts: [Int]

    package init(of catalogue: Catalogue) {
        var numbers: [String: Int32] = [:]
        var genres: [Int32] = []
        var starts = [0]
        for description in catalogue.descriptions {
            let own = description.genres.map { name in
                let number = numbers[name] ?? Int32(numbers.count)
                numbers[name] = number
                return number
            }
            genres += Set(own).sorted()
            starts.append(genres.count)
        }
        self.genres = genres
        self.starts = starts
    }

    /// Whether any movie has a genre.
    package var isKnown: Bool { !genres.isEmpty }

    /// Whether a movie has a genre.
    package func isKnown(of movie: Row<Movie>) -> Bool { !range(of: movie).isEmpty }

    /// The share of common genres among all of two movies, 0…1; 0 where neither has any.
    package func value(_ first: Row<Movie>, _ second: Row<Movie>) -> Double {
        let (left, right) = (range(of: first), range(of: second))
        var (place, other, commonCount) = (left.lowerBound, right.lowerBound, 0)
        while place < left.upperBound, other < right.upperBound {
            let (genre, otherGenre) = (genres[place], genres[other])
            if genre <= otherGenre { place += 1 }
            if otherGenre <= genre { other += 1 }
            if genre == otherGenre { commonCount += 1 }
        }
        let allCount = left.count + right.count - commonCount
        return allCount == 0 ? 0 : Double(commonCount) / Double(allCount)
    }

    private func range(of movie: Row<Movie>) -> Range<Int> {
        starts[movie.index]..<starts[movie.index + 1]
    }
}
