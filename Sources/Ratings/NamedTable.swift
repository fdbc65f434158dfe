import CSV

/// A file whose columns have names: its own header's, or those of a known format.
struct NamedTable {
    let file: RecordFile
    let encoding: TextEncoding
    /// The columns of a format without a header; `nil` if the first record names them.
    private let knownHeader: [String]?

    private init(
        _ path: String,
        format: InputFormat?,
        ml100k: (Dialect, [String]),
        ml1m: [String]
    ) throws {
        let format = try format ?? .detect(path)
        encoding = format.encoding
        switch format {
        case .csv:
            file = RecordFile(path: path, dialect: try InputFormat.namedColumnsDialect(of: path))
            knownHeader = nil
        case .ml100k:
            file = RecordFile(path: path, dialect: ml100k.0)
            knownHeader = ml100k.1
        case .ml1m:
            file = RecordFile(path: path, dialect: .doubleColons)
            knownHeader = ml1m
        }
    }

    /// A file of ratings.
    init(ratings path: String, format: InputFormat?) throws {
        let header = ["user_id", "movie_id", "rating", "timestamp"]
        try self.init(
            path,
            format: format,
            ml100k: (.plain(delimiter: "\t"), header),
            ml1m: header
        )
    }

    /// A catalogue.
    init(catalogue path: String, format: InputFormat?) throws {
        let ml100k = ["movie_id", "title", "date", "video date", "url"] + Self.ml100kGenres
        try self.init(
            path,
            format: format,
            ml100k: (.plain(delimiter: "|"), ml100k),
            ml1m: ["movie_id", "title", "genres"]
        )
    }

    /// A file of users.
    init(users path: String, format: InputFormat?) throws {
        try self.init(
            path,
            format: format,
            ml100k: (
                .plain(delimiter: "|"), ["user_id", "age", "gender", "occupation", "zip_code"]
            ),
            ml1m: ["user_id", "gender", "age", "occupation", "zip_code"]
        )
    }

    /// A CSV file of our own kind, such as one of pairs; always with a header.
    init(withHeader path: String) throws {
        try self.init(path, format: .csv, ml100k: (.plain(delimiter: "\t"), []), ml1m: [])
    }

    /// The genres of `u.item`, one column of 0 or 1 for each, in the order of `u.genre`.
    static let ml100kGenres = [
        "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime",
        "Documentary", "Drama", "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance",
        "Sci-Fi", "Thriller", "War", "Western",
    ]

    /// Hands the header to `start`, then every record to `body`; all have as many fields.
    ///
    /// A record that `body` throws at, or that has another number of fields, is refused.
    ///
    /// - Returns: How many there were.
    /// - Throws: What `Refusals` throws at refused records; what `start` throws; `CSVError`.
    @discardableResult
    func forEachRecord(
        refusing policy: RefusalPolicy = .strict,
        start: ([String]) throws -> Void,
        body: (Record) throws(RatingsError) -> Void
    ) throws -> RecordCount {
        var refusals = Refusals(of: file.path, policy)
        guard let header = try readHeader() else { return refusals.count }
        try start(header.names)
        defer { policy.count(refusals.count) }
        try file.forEachRecord { record in
            guard record.line != header.line else { return }
            do throws(RatingsError) {
                try header.check(record)
                try body(record)
                refusals.accept()
            } catch {
                try refusals.refuse(record, because: error)
            }
        }
        try refusals.check()
        return refusals.count
    }

    /// The same, on several cores: the file is cut into pieces, and what `body` is given from each
    /// is gathered apart.
    ///
    /// - Parameters:
    ///   - policy: What becomes of refused records.
    ///   - start: Finds the places of the columns in the header.
    ///   - gathering: Makes what a piece is gathered in, given how many records it has at most.
    ///   - body: Adds a record.
    /// - Returns: What came of each piece, in the order of the file, nothing without a header; and how
    ///   many records there were.
    /// - Throws: What `forEachRecord` would throw.
    func gatherPieces<Places: Sendable, Gathered: Sendable>(
        refusing policy: RefusalPolicy,
        start: ([String]) throws -> Places,
        in gathering: @Sendable (Places, Int) -> Gathered,
        body: @Sendable (Record, Places, inout Gathered) throws(RatingsError) -> Void
    ) throws -> (pieces: [Gathered], count: RecordCount) {
        var refusals = Refusals(of: file.path, policy)
        guard let header = try readHeader() else { return ([], refusals.count) }
        let places = try start(header.names)
        defer { policy.count(refusals.count) }
        let isStrict = policy.tolerance == .none
        let pieces = try file.gatherPieces {
            (gathered: gathering(places, $0), tally: RefusalTally())
        } body: { records, piece in
            for number in 0..<records.count {
                let record = records[number]
                guard record.line != header.line else { continue }
                do throws(RatingsError) {
                    try header.check(record)
                    try body(record, places, &piece.gathered)
                    piece.tally.accept()
                } catch {
                    guard !isStrict else { throw error }
                    piece.tally.refuse(record, because: error)
                }
            }
        }
        for piece in pieces {
            try refusals.add(piece.gathered.tally)
            if let error = piece.error { throw error }
        }
        try refusals.check()
        return (pieces.map(\.gathered.gathered), refusals.count)
    }

    private struct Header {
        let names: [String]
        /// Where it stands; 0 if it is that of a known format and stands nowhere.
        let line: Int

        func check(_ record: Record) throws(RatingsError) {
            guard record.count == names.count else {
                throw .fieldCount(record.count, expected: names.count, at: record.position)
            }
        }
    }

    private func readHeader() throws -> Header? {
        if let knownHeader { return Header(names: knownHeader, line: 0) }
        return try file.firstRecord { record in
            Header(
                names: try (0..<record.count).map { try record.text(at: $0, encoding: encoding) },
                line: record.line
            )
        }
    }
}

/// Where the columns of a file of ratings stand.
struct RatingPlaces {
    let user: Int
    let movie: Int
    let rating: Int?
    let timestamp: Int?

    init(_ header: [String], columns: ColumnNames, path: String) throws(RatingsError) {
        user = try .required(.user, in: header, named: columns.user, path: path)
        movie = try .required(.movie, in: header, named: columns.movie, path: path)
        rating = try .optional(.rating, in: header, named: columns.rating, path: path)
        timestamp = try .optional(.timestamp, in: header, named: columns.timestamp, path: path)
    }
}

/// Where the columns of a catalogue stand.
struct CataloguePlaces {
    let movie: Int
    private let title: Int?
    private let year: Int?
    private let genres: Int?
    private let flags: [(genre: String, place: Int)]

    init(_ header: [String], columns: ColumnNames, path: String) throws(RatingsError) {
        movie = try .required(.movie, in: header, named: columns.movie, path: path)
        title = ColumnRole.title.place(in: header)
        year = ColumnRole.year.place(in: header)
        genres = ColumnRole.genres.place(in: header)
        flags = NamedTable.ml100kGenres.compactMap { genre in
            header.firstIndex(of: genre).map { (genre, $0) }
        }
    }

    func description(of record: Record, encoding: TextEncoding) throws(RatingsError)
        -> MovieDescription
    {
        let listed = try record.text(ifAt: genres, encoding: encoding) ?? ""
        let flagged = flags.filter { record[$0.place].integer == 1 }.map(\.genre)
        return MovieDescription(
            title: try record.text(ifAt: title, encoding: encoding) ?? "",
            year: year.flatMap { record[$0].integer }.map(Int.init),
            genres: Self.names(in: listed) + flagged.filter { $0 != "unknown" }
        )
    }

    /// Genres separated by `|`, or by blanks where there is no `|`.
    private static func names(in list: String) -> [String] {
        guard list != "(no genres listed)" else { return [] }
        let separator: Character = list.contains("|") ? "|" : " "
        return list.split(separator: separator).map(String.init).filter { $0 != "unknown" }
    }
}

/// Where the columns of a file of users stand.
struct UserPlaces {
    let user: Int
    private let age: Int?
    private let gender: Int?
    private let occupation: Int?

    init(_ header: [String], columns: ColumnNames, path: String) throws(RatingsError) {
        user = try .required(.user, in: header, named: columns.user, path: path)
        age = ColumnRole.age.place(in: header)
        gender = ColumnRole.gender.place(in: header)
        occupation = ColumnRole.occupation.place(in: header)
    }

    func description(of record: Record, encoding: TextEncoding) throws(RatingsError)
        -> UserDescription
    {
        UserDescription(
            age: age.flatMap { record[$0].integer }.map(Int.init),
            gender: try record.text(ifAt: gender, encoding: encoding),
            occupation: try record.text(ifAt: occupation, encoding: encoding)
        )
    }
}

extension Int {
    /// The place of a column that must be there.
    static func required(
        _ role: ColumnRole,
        in header: [String],
        named name: String?,
        path: String
    ) throws(RatingsError) -> Int {
        guard let place = role.place(in: header, named: name) else {
            throw .missingColumn(
                role: role.rawValue,
                flag: role.flag,
                header: header.map { String($0.prefix(40)) },
                at: FilePosition(path: path, line: 1)
            )
        }
        return place
    }
}

extension Int? {
    /// The place of a column that may be absent, unless the user has named it.
    static func optional(
        _ role: ColumnRole,
        in header: [String],
        named name: String?,
        path: String
    ) throws(RatingsError) -> Int? {
        guard name != nil else { return role.place(in: header) }
        return try Int.required(role, in: header, named: name, path: path)
    }
}
