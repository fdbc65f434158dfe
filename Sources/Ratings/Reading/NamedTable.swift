import CSV

/// A file whose columns have names: its own header's, or those of a known format.
struct NamedTable {
    let file: RecordFile
    let encoding: TextEncoding
    /// The columns of a format without a header; `nil` if the first record names them.
    private let knownHeader: [String]?

    private init(
        _ path: String,
        format: InputFormat,
        unnamed: (Record) -> [String]? = { _ in nil },
        ml100k: (Dialect, [String]),
        ml1m: [String]
    ) throws {
        encoding = format.encoding
        switch format {
        case .csv:
            file = try InputFormat.delimitedFile(path)
            knownHeader = nil
        case .headerless:
            file = try InputFormat.delimitedFile(path)
            knownHeader = try file.firstRecord(unnamed) ?? nil
        case .ml100k:
            file = RecordFile(path: path, dialect: ml100k.0)
            knownHeader = ml100k.1
        case .ml1m:
            file = RecordFile(path: path, dialect: .doubleColons)
            knownHeader = ml1m
        }
    }

    /// A file of ratings.
    ///
    /// - Parameters:
    ///   - path: Where it stands.
    ///   - format: `nil` to tell it from the first record.
    ///   - columns: Where any has a name, a header must have it.
    init(ratings path: String, format: InputFormat?, columns: ColumnNames) throws {
        let header = UnnamedColumns.usualNames
        let canBeHeaderless = columns == ColumnNames()
        try self.init(
            path,
            format: try format ?? .detect(path, canBeHeaderless: canBeHeaderless),
            unnamed: { UnnamedColumns(of: $0).names },
            ml100k: (.plain(delimiter: "\t"), header),
            ml1m: header
        )
    }

    /// A catalogue.
    init(catalogue path: String, format: InputFormat?) throws {
        let ml100k = ["movie_id", "title", "date", "video date", "url"] + Self.ml100kGenres
        try self.init(
            path,
            format: try format ?? .detect(path),
            ml100k: (.plain(delimiter: "|"), ml100k),
            ml1m: ["movie_id", "title", "genres"]
        )
    }

    /// A file of users.
    init(users path: String, format: InputFormat?) throws {
        try self.init(
            path,
            format: try format ?? .detect(path),
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

    private struct FirstRecord {
        let names: [String]
        /// Where it stands; 0 if it is that of a known format and stands nowhere.
        let line: Int

        func check(_ record: Record) throws(RatingsError) {
            guard record.count == names.count else {
                throw .fieldCount(record.count, expected: names.count, at: record.position)
            }
        }
    }

    private func readHeader() throws -> FirstRecord? {
        if let knownHeader { return FirstRecord(names: knownHeader, line: 0) }
        return try file.firstRecord { record in
            FirstRecord(
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
        let header = Header(names: header, path: path, kind: .ratings)
        user = try header.place(of: .user, named: columns.user)
        movie = try header.place(of: .movie, named: columns.movie)
        rating = try header.place(ofOptional: .rating, named: columns.rating)
        timestamp = try header.place(ofOptional: .timestamp, named: columns.timestamp)
        try header.requireDistinct([
            (.user, user), (.movie, movie), (.rating, rating), (.timestamp, timestamp),
        ])
    }
}

/// Where the columns of a catalogue stand.
struct CataloguePlaces {
    let movie: Int
    private let title: Int?
    private let year: Int?
    private let genres: Int?
    private let genreSeparators: Set<Character>
    private let flags: [(genre: String, place: Int)]

    init(_ header: [String], columns: ColumnNames, path: String) throws(RatingsError) {
        let header = Header(names: header, path: path, kind: .descriptions)
        movie = try header.place(of: .movie, namedElsewhere: columns.movie)
        title = try header.place(ofOptional: .title)
        year = try header.place(ofOptional: .year)
        genres = try header.place(ofOptional: .genres)
        // RecBole's sequences of words.
        let hasWords = genres.map { header.names[$0].hasSuffix(":token_seq") } ?? false
        genreSeparators = hasWords ? [" ", "|"] : ["|"]
        flags = NamedTable.ml100kGenres.compactMap { genre in
            header.names.firstIndex(of: genre).map { (genre, $0) }
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
            genres: (names(in: listed) + flagged).filter { $0 != "unknown" }
        )
    }

    private func names(in list: String) -> [String] {
        guard list != "(no genres listed)" else { return [] }
        return list.split(whereSeparator: genreSeparators.contains).map(String.init)
    }
}

/// Where the columns of a file of users stand.
struct UserPlaces {
    let user: Int
    private let age: Int?
    private let gender: Int?
    private let occupation: Int?

    init(_ header: [String], columns: ColumnNames, path: String) throws(RatingsError) {
        let header = Header(names: header, path: path, kind: .descriptions)
        user = try header.place(of: .user, namedElsewhere: columns.user)
        age = try header.place(ofOptional: .age)
        gender = try header.place(ofOptional: .gender)
        occupation = try header.place(ofOptional: .occupation)
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

/// Finds columns in the header of one file.
struct Header {
    let names: [String]
    let path: String
    var kind = Kind.others

    /// What a file tells, which decides who names its columns.
    enum Kind {
        /// Who rated what: flags may name the columns.
        case ratings
        /// What movies or users are: ids stand in a column of their name in the ratings, of a usual
        /// name, or just `id`.
        case descriptions
        case others
    }

    /// The place of a column that must be there.
    func place(of role: ColumnRole, named name: String? = nil) throws(RatingsError) -> Int {
        if let place = try place(ofOptional: role, named: name) { return place }
        throw .missingColumn(
            role: role.rawValue,
            remedy: role.remedy(in: kind),
            header: shortNames,
            at: position
        )
    }

    /// The place of a column that may be absent, unless the user has named it.
    func place(
        ofOptional role: ColumnRole,
        named name: String? = nil
    ) throws(RatingsError) -> Int? {
        let places = role.places(in: names, named: name)
        guard places.count < 2 else {
            throw .repeatedColumn(name: shortNames[places[0]], at: position)
        }
        if let name, places.isEmpty {
            throw .noSuchColumn(name: name, header: shortNames, at: position)
        }
        return places.first
    }

    /// The place of a column that the user has named in another file, and that may have its usual name
    /// here.
    func place(of role: ColumnRole, namedElsewhere name: String?) throws(RatingsError) -> Int {
        if let name, !role.places(in: names, named: name).isEmpty {
            return try place(of: role, named: name)
        }
        let plain = names.indices.filter { ColumnRole.plainName(names[$0]) == "id" }
        if try place(ofOptional: role) == nil, plain.count == 1 { return plain[0] }
        return try place(of: role)
    }

    /// Refuses to read one column as two.
    func requireDistinct(_ places: [(ColumnRole, Int?)]) throws(RatingsError) {
        for place in names.indices {
            let roles = places.filter { $0.1 == place }.map(\.0.rawValue)
            guard roles.count < 2 else {
                throw .sharedColumn(roles: roles, name: shortNames[place], at: position)
            }
        }
    }

    private var position: FilePosition { FilePosition(path: path, line: 1) }
    private var shortNames: [String] { names.map { String($0.prefix(40)) } }
}
