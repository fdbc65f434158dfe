import Foundation
import LinearAlgebra
import Ratings
import Testing

@testable import NightlyJob

@Suite("queries from content")
struct ContentQueriesTests {
    private let catalogue = Catalogue(
        vocabulary: Vocabulary((0..<6).map(String.init)),
        descriptions: [
            MovieDescription(title: "A", year: 1990, genres: ["Drama", "War"]),
            MovieDescription(title: "B", year: 1994, genres: ["Drama"]),
            MovieDescription(title: "C", genres: ["Comedy"]),
            MovieDescription(title: "D", year: 1991, genres: ["War", "Drama"]),
            MovieDescription(title: "E", genres: ["Comedy"]),
            MovieDescription(title: "F", year: 1990),
        ]
    )
    /// Movies 0 and 1 have two raters, movie 2 one; 3, 4 and 5 have none.
    private let interactions = Self.interactions([[0, 1], [1, 0, 2]], movieCount: 6)
    private let queries = Matrix(uniform: 6, 3, seed: 1)

    @Test("by hand: the mean of rated movies by genres, years and ratings")
    func byHand() {
        let made = ContentQueries(queries, trainedOn: interactions, of: catalogue)
        #expect(made.isMade == [false, false, false, true, true, false])
        // Of movie 3: the same genres a year apart; half of them three years apart; none of them and
        // a year known of one alone, which counts five. 2 ÷ (2 + 10) ratings, or 1 ÷ (1 + 10).
        expectMean(
            made.queries,
            row: 3,
            weights: [exp(-0.5) / 6, exp(-5 - 1.5) / 6, exp(-10 - 2.5) / 11]
        )
        // Of movie 4: no year, as movie 2.
        expectMean(
            made.queries,
            row: 4,
            weights: [exp(-10 - 2.5) / 6, exp(-10 - 2.5) / 6, 1 / 11.0]
        )
        for row in [0, 1, 2, 5] { #expect(made.queries[row: row] == queries[row: row]) }
    }

    private func expectMean(_ made: Matrix, row: Int, weights: [Double]) {
        for column in 0..<3 {
            let mean =
                weights.indices.reduce(0) {
                    $0 + weights[$1] * Double(queries[$1, column])
                } / weights.reduce(0, +)
            #expect(abs(Double(made[row, column]) - mean) < 1e-5)
        }
    }

    @Test("to the bit, one movie's query is what it is among those of all")
    func alone() {
        // A hundred rated movies, then two hundred unrated ones, of whom each tenth has no genres.
        let catalogue = Catalogue(
            vocabulary: Vocabulary((0..<300).map(String.init)),
            descriptions: (0..<300).map { movie in
                let genres = [["Drama"], ["War"], ["Drama", "War"]][movie % 3]
                return MovieDescription(
                    title: "Film \(movie)",
                    year: 1950 + movie % 50,
                    genres: movie % 10 == 9 ? [] : genres
                )
            }
        )
        let interactions = Self.interactions([Array(0..<100)], movieCount: 300)
        let queries = Matrix(uniform: 300, 32, seed: 2)
        let all = ContentQueries(queries, trainedOn: interactions, of: catalogue)
        for movie in [0, 99, 100, 109, 171, 172, 200, 299].map({ Row<Movie>($0) }) {
            let one = ContentQueries(
                queries,
                trainedOn: interactions,
                of: catalogue,
                for: movie
            )
            #expect(one.isMade[movie.index] == all.isMade[movie.index])
            #expect(one.queries[row: movie.index] == all.queries[row: movie.index])
        }
    }

    @Test("where nobody rated anything, nothing is made")
    func nothing() {
        let made = ContentQueries(
            queries,
            trainedOn: Self.interactions([[]], movieCount: 6),
            of: catalogue
        )
        #expect(made.queries == queries && !made.isMade.contains(true))
    }

    /// Each user's movies.
    private static func interactions(_ lists: [[Int]], movieCount: Int) -> Interactions {
        Interactions(
            starts: lists.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.count) },
            movies: lists.joined().map { Row($0) },
            ratings: nil,
            timestamps: nil,
            movieCount: movieCount
        )
    }
}
