import Ratings

/// How lists of neighbours fare in the spot checks that people have written down.
package struct SpotCheckResults: Codable, Sendable {
    /// How many checks hold.
    package private(set) var passed = 0
    package private(set) var failed: [Failure] = []
    /// Names of checks that mean no movie of the catalogue, or several; each once, as they came.
    package private(set) var unknown: [String] = []

    /// Both directions look at so many places of a list: what a product page shows.
    package static let depth = 10

    /// A check that does not hold.
    package struct Failure: Codable, Equatable, Sendable {
        package let movie: String
        package let neighbour: String
        package let expectation: SpotCheck.Expectation
        package let note: String
        /// Where the neighbour stands, from 1; absent if it is not in the list.
        package let rank: Int?
    }

    /// Looks up every check.
    ///
    /// - Parameters:
    ///   - checks: Movies by id or by title, as a lookup of neighbours takes them.
    ///   - catalogue: Tells the movies.
    ///   - neighbours: A movie's list, best first.
    package init(
        of checks: [SpotCheck],
        in catalogue: Catalogue,
        neighbours: (Row<Movie>) -> [Row<Movie>]
    ) {
        for check in checks {
            let found = [check.movie, check.neighbour].map { name in
                (name: name, rows: catalogue.movies(named: name))
            }
            for (name, rows) in found where rows.count != 1 && !unknown.contains(name) {
                unknown.append(name)
            }
            guard found.allSatisfy({ $0.rows.count == 1 }) else { continue }
            let place = neighbours(found[0].rows[0]).firstIndex(of: found[1].rows[0])
            let isListed = place.map { $0 < Self.depth } ?? false
            if isListed == (check.expectation == .expected) {
                passed += 1
            } else {
                failed.append(
                    Failure(
                        movie: check.movie,
                        neighbour: check.neighbour,
                        expectation: check.expectation,
                        note: check.note,
                        rank: place.map { $0 + 1 }
                    )
                )
            }
        }
    }
}

extension SpotCheckResults.Failure: CustomStringConvertible {
    /// Which neighbour is missing or out of place.
    package var description: String {
        let place = rank.map { "at \($0)" } ?? "nowhere"
        return "\(neighbour) stands \(place) in the list of \(movie)"
    }
}
