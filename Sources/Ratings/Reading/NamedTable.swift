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
        // It says nothing of other files than ratings.
        let told = format == .headerless ? nil : format
        let format = try told ?? .detect(path)
        encoding = format.encoding
        switch format {
        case .csv, .headerless:
            file = try InputFormat.delimitedFile(path)
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
    ///
    /// - Parameters:
    ///   - path: Where it stands.
    ///   - format: `nil` to tell it from the first record.
    ///   - columns: Where any has a name, a header must have it.
    /// - Throws: `CSVError`; `RatingsError.noRecords` if the format is to be told from an empty file,
    ///   `RatingsError.fieldCount` for one column without a header.
    init(ratings path: String, format: InputFormat?, columns: ColumnNames) throws {
        let format = try format ?? .detect(path, canBeHeaderless: columns == ColumnNames())
        guard format != .headerless else {
            self = try NamedTable(headerless: path)
            return
        }
        try self.init(
            path,
            format: format,
            ml100k: (.plain(delimiter: "\t"), UnnamedColumns.allNames),
            ml1m: UnnamedColumns.allNames
        )
    }

    private init(headerless path: String) throws {
        file = try InputFormat.delimitedFile(path, orByBlanks: true)
        encoding = InputFormat.headerless.encoding
        knownHeader = try UnnamedColumns(of: file)?.names
        guard knownHeader?.count != 1 else {
            throw RatingsError.fieldCount(1, expected: 2, at: FilePosition(path: path, line: 1))
        }
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
