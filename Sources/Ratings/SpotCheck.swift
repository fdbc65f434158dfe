import CSV

/// What somebody who knows the films expects of one movie's neighbours.
package struct SpotCheck: Equatable, Sendable {
    /// An id or a title, and so is `neighbour`.
    package let movie: String
    package let neighbour: String
    package let expectation: Expectation
    /// Why, in the words of whoever wrote it; may be empty.
    package let note: String

    package enum Expectation: String, CaseIterable, Codable, Sendable {
        case expected
        case forbidden
    }

    package init(
        movie: String,
        neighbour: String,
        expectation: Expectation,
        note: String = ""
    ) {
        self.movie = movie
        self.neighbour = neighbour
        self.expectation = expectation
        self.note = note
    }

    /// Reads a file of checks: `movie,expectation,neighbour` and, if there is one, `note`.
    ///
    /// - Parameter path: A CSV file with a header, in UTF-8.
    /// - Returns: The checks in the file's order; none of a file with nothing but its header.
    /// - Throws: `RatingsError` or `CSVError`, with the line.
    package static func read(_ path: String) throws -> [SpotCheck] {
        var checks: [SpotCheck] = []
        var places: (movie: Int, expectation: Int, neighbour: Int, note: Int?)?
        try NamedTable(withHeader: path).forEachRecord(refusing: .strict) { header in
            let header = Header(names: header, path: path)
            places = (
                try header.place(of: .movie),
                try header.place(of: .expectation),
                try header.place(of: .neighbour),
                try header.place(ofOptional: .note)
            )
        } body: { record throws(RatingsError) in
            guard let places else { return }
            let word = try record.text(at: places.expectation, encoding: .utf8)
            guard let expectation = Expectation(rawValue: word) else {
                throw .malformed(
                    column: "expectation",
                    value: record[places.expectation].excerpt,
                    expected: Expectation.allCases.map(\.rawValue).joined(separator: " or "),
                    at: record.position
                )
            }
            checks.append(
                SpotCheck(
                    movie: try record.id(at: places.movie, column: "movie", encoding: .utf8).text,
                    neighbour: try record.id(
                        at: places.neighbour,
                        column: "neighbour",
                        encoding: .utf8
                    ).text,
                    expectation: expectation,
                    note: try record.text(ifAt: places.note, encoding: .utf8) ?? ""
                )
            )
        }
        return checks
    }
}
