import CSV

/// Pairs of movies that belong together, such as clicks from one product page to another.
package struct MoviePairs: Sendable {
    /// The entries of each query movie, by row; pairs that a file repeats are repeated.
    package let ofQueries: [[(candidate: Row<Movie>, weight: Float)]]
    /// What was read to get them.
    package let recordCount: RecordCount

    /// How many pairs there are.
    package var count: Int { ofQueries.reduce(0) { $0 + $1.count } }

    /// How many of them have a candidate that nobody has rated.
    package func unratedCount(in interactions: Interactions) -> Int {
        let isRated = interactions.isRated
        return ofQueries.joined().count { !isRated[$0.candidate.index] }
    }
}

/// Reads a file of pairs: `query_id,candidate_id` and, if there is one, `weight`.
package enum PairsReader {
    /// Reads pairs.
    ///
    /// - Parameters:
    ///   - path: A CSV file with a header.
    ///   - movies: Both movies of a pair must be among them. A pair of a movie with itself is an
    ///     error, and so is a weight that is not above 0. Without weights every pair counts 1.
    ///   - tolerance: How many records may be wrong.
    ///   - refused: Hears of every wrong record that is tolerated, in order.
    ///   - counted: Hears how many records were read, also where the reading failed.
    /// - Returns: The pairs, at least one.
    /// - Throws: `RatingsError` or `CSVError`; `RatingsError.noRecords` if the file has no pairs.
    package static func read(
        _ path: String,
        of movies: Vocabulary<Movie>,
        tolerating tolerance: Tolerance = .none,
        refused: @escaping (RefusedRecord) throws -> Void = { _ in },
        counted: @escaping (RecordCount) -> Void = { _ in }
    ) throws -> MoviePairs {
        let refusals = RefusalPolicy(tolerance: tolerance, observe: refused, count: counted)
        let table = try NamedTable(withHeader: path)
        var pairs = [[(candidate: Row<Movie>, weight: Float)]](repeating: [], count: movies.count)
        var places: (query: Int, candidate: Int, weight: Int?)?
        let recordCount = try table.forEachRecord(refusing: refusals) { header in
            let header = Header(names: header, path: path)
            places = (
                try header.place(of: .query),
                try header.place(of: .candidate),
                try header.place(ofOptional: .weight)
            )
        } body: { record throws(RatingsError) in
            guard let places else { return }
            let query = try record.movie(at: places.query, role: "query id", of: movies)
            let candidate = try record.movie(
                at: places.candidate,
                role: "candidate id",
                of: movies
            )
            let weight = try record.number(ifAt: places.weight, column: "weight") ?? 1
            guard weight > 0, query != candidate else {
                throw .malformed(
                    column: "pair",
                    value: "\(movies[query]), \(movies[candidate]), \(weight)",
                    expected: "two movies with a weight above 0",
                    at: record.position
                )
            }
            pairs[query.index].append((candidate, weight))
        }
        guard pairs.contains(where: { !$0.isEmpty }) else {
            throw RatingsError.nothing(of: recordCount)
        }
        return MoviePairs(ofQueries: pairs, recordCount: recordCount)
    }
}

extension Record {
    /// The movie whose id stands in a column.
    func movie(
        at place: Int,
        role: String,
        of movies: Vocabulary<Movie>
    ) throws(RatingsError) -> Row<Movie> {
        let id = try id(at: place, column: role, encoding: .utf8).text
        guard let row = movies.row(of: id) else {
            throw .unknownID(role: role, id: id, at: position)
        }
        return row
    }
}
