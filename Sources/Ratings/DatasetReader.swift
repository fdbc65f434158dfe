import CSV

/// Where the input stands and how to read it.
package struct InputFiles: Equatable, Sendable {
    package var ratings: String
    package var movies: String?
    package var users: String?
    /// `nil` to tell it from the files.
    package var format: InputFormat?
    package var columns: ColumnNames
    /// How many records of each file may be wrong.
    package var tolerance = Tolerance.none

    package init(
        ratings: String,
        movies: String? = nil,
        users: String? = nil,
        format: InputFormat? = nil,
        columns: ColumnNames = ColumnNames()
    ) {
        self.ratings = ratings
        self.movies = movies
        self.users = users
        self.format = format
        self.columns = columns
    }
}

/// Reads input files and numbers what they mention.
///
/// Read the catalogue first where there is one: then a rating of any other movie is an error.
package struct DatasetReader {
    private let format: InputFormat?
    private let columns: ColumnNames
    private let refusals: RefusalPolicy
    private var users = IDNumbering()
    private var movies = IDNumbering()
    private var catalogue: (path: String, descriptions: [MovieDescription])?

    private init(
        _ files: InputFiles,
        refused: @escaping (RefusedRecord) -> Void = { _ in }
    ) throws {
        format = files.format
        columns = files.columns
        refusals = RefusalPolicy(tolerance: files.tolerance, observe: refused)
        if let path = files.movies { try readCatalogue(path) }
    }

    /// What was read, and what was passed over.
    package struct Outcome: Sendable {
        package let dataset: Dataset
        /// Ratings of a movie that the same user rated again later.
        package let supersededCount: Int
    }

    /// Reads ratings, and the catalogue and users if they are given.
    ///
    /// - Parameters:
    ///   - files: Where they stand.
    ///   - refused: Hears of every wrong record that is tolerated, in order; without tolerance, of
    ///     none.
    /// - Returns: The records that are right.
    /// - Throws: `CSVError` or `RatingsError`, at the first thing that is wrong and not tolerated.
    package static func read(
        _ files: InputFiles,
        refused: @escaping (RefusedRecord) -> Void = { _ in }
    ) throws -> Outcome {
        var reader = try DatasetReader(files, refused: refused)
        let columns = try reader.readRatings(files.ratings)
        let numbered = try reader.number([columns], from: files)
        let described = try files.users.map { path in
            try reader.readUsers(path, of: numbered.users)
        }
        let dataset = Dataset(
            users: numbered.users,
            catalogue: numbered.catalogue,
            interactions: numbered.interactions[0].interactions,
            userDescriptions: described
        )
        return Outcome(
            dataset: dataset,
            supersededCount: numbered.interactions[0].supersededCount
        )
    }

    /// Reads a split that somebody else has made, numbered as one.
    ///
    /// - Parameters:
    ///   - files: `ratings` holds those to train on.
    ///   - test: The file of the held-out ratings.
    /// - Returns: The data with the training ratings alone, and the split.
    /// - Throws: `RatingsError` or `CSVError`, at the first thing wrong in any of the files.
    package static func readSplit(
        _ files: InputFiles,
        test: String
    ) throws -> (outcome: Outcome, split: Split) {
        var reader = try DatasetReader(files)
        let parts = [try reader.readRatings(files.ratings), try reader.readRatings(test)]
        let numbered = try reader.number(parts, from: files)
        let (train, supersededCount) = numbered.interactions[0]
        let dataset = Dataset(
            users: numbered.users,
            catalogue: numbered.catalogue,
            interactions: train
        )
        // What a user has rated in training is never in his list, so it cannot be held out.
        let test = numbered.interactions[1].interactions.without(train)
        guard test.count > 0 else { throw RatingsError.nothingHeldOut(split: "given") }
        return (
            Outcome(dataset: dataset, supersededCount: supersededCount),
            Split(train: train, test: test)
        )
    }

    /// Reads a catalogue alone.
    package static func readCatalogue(_ path: String) throws -> Catalogue {
        let files = InputFiles(ratings: path, movies: path, format: .csv)
        return try DatasetReader(files).number([], from: files).catalogue
    }

    // MARK: - Numbering

    private struct Numbered {
        let users: Vocabulary<User>
        let catalogue: Catalogue
        let interactions: [(interactions: Interactions, supersededCount: Int)]
    }

    private func number(_ parts: [RatingColumns], from files: InputFiles) throws -> Numbered {
        let (userVocabulary, userRows): (Vocabulary<User>, _) = users.vocabulary()
        let (movieVocabulary, movieRows): (Vocabulary<Movie>, _) = movies.vocabulary()
        guard movieVocabulary.count > 1 else {
            throw RatingsError.tooFewMovies(
                count: movieVocabulary.count,
                path: files.movies ?? files.ratings
            )
        }
        var descriptions = [MovieDescription](
            repeating: MovieDescription(title: ""),
            count: movieVocabulary.count
        )
        for (number, description) in (catalogue?.descriptions ?? []).enumerated() {
            descriptions[movieRows[number].index] = description
        }
        let interactions = parts.map { part in
            var columns = part
            columns.users = part.users.map { userRows[$0.index] }
            columns.movies = part.movies.map { movieRows[$0.index] }
            return Interactions.ordering(
                columns,
                userCount: userVocabulary.count,
                movieCount: movieVocabulary.count
            )
        }
        return Numbered(
            users: userVocabulary,
            catalogue: Catalogue(vocabulary: movieVocabulary, descriptions: descriptions),
            interactions: interactions
        )
    }

    // MARK: - Ratings

    private mutating func readRatings(_ path: String) throws -> RatingColumns {
        let table = try NamedTable(ratings: path, format: format)
        var read = RatingColumns()
        var places: RatingPlaces?
        try table.forEachRecord(refusing: refusals) { header in
            let found = try RatingPlaces(header, columns: columns, path: path)
            if found.rating != nil { read.ratings = [] }
            if found.timestamp != nil { read.timestamps = [] }
            places = found
        } body: { record throws(RatingsError) in
            guard let places else { return }
            try append(record, at: places, to: &read, encoding: table.encoding)
        }
        guard read.count > 0 else { throw RatingsError.noRecords(path: path) }
        return read
    }

    /// Appends a record that is right in every part, or nothing.
    private mutating func append(
        _ record: Record,
        at places: RatingPlaces,
        to read: inout RatingColumns,
        encoding: TextEncoding
    ) throws(RatingsError) {
        let user = try record.id(at: places.user, column: "user id", encoding: encoding)
        let movie = try record.id(at: places.movie, column: "movie id", encoding: encoding)
        if let catalogue,
            movies.knownNumber(of: movie.text, smallID: movie.smallID) == nil
        {
            throw .unknownMovie(
                id: movie.text,
                catalogue: catalogue.path,
                at: record.position
            )
        }
        let rating = try record.number(ifAt: places.rating, column: "rating")
        let timestamp = try record.seconds(ifAt: places.timestamp)
        if let rating { read.ratings?.append(rating) }
        if let timestamp { read.timestamps?.append(timestamp) }
        read.users.append(Row(Int(users.number(of: user.text, smallID: user.smallID))))
        read.movies.append(Row(Int(movies.number(of: movie.text, smallID: movie.smallID))))
    }

    // MARK: - Catalogue

    private mutating func readCatalogue(_ path: String) throws {
        let table = try NamedTable(catalogue: path, format: format)
        var descriptions: [MovieDescription] = []
        var lines: [Int] = []
        var places: CataloguePlaces?
        try table.forEachRecord(refusing: refusals) { header in
            places = try CataloguePlaces(header, columns: columns, path: path)
        } body: { record throws(RatingsError) in
            guard let places else { return }
            let id = try record.id(at: places.movie, column: "movie id", encoding: table.encoding)
            if let known = movies.knownNumber(of: id.text, smallID: id.smallID) {
                throw .duplicateMovie(
                    id: id.text,
                    first: lines[Int(known)],
                    at: record.position
                )
            }
            let description = try places.description(of: record, encoding: table.encoding)
            _ = movies.number(of: id.text, smallID: id.smallID)
            lines.append(record.position.line)
            descriptions.append(description)
        }
        guard !descriptions.isEmpty else { throw RatingsError.noRecords(path: path) }
        catalogue = (path, descriptions)
    }

    // MARK: - Users

    private func readUsers(
        _ path: String,
        of vocabulary: Vocabulary<User>
    ) throws -> [UserDescription] {
        let table = try NamedTable(users: path, format: format)
        var described = [UserDescription](
            repeating: UserDescription(age: nil, gender: nil, occupation: nil),
            count: vocabulary.count
        )
        var places: UserPlaces?
        try table.forEachRecord(refusing: refusals) { header in
            places = try UserPlaces(header, columns: columns, path: path)
        } body: { record throws(RatingsError) in
            guard let places else { return }
            let id = try record.id(at: places.user, column: "user id", encoding: table.encoding)
            guard let row = vocabulary.row(of: id.text) else { return }
            described[row.index] = try places.description(of: record, encoding: table.encoding)
        }
        return described
    }
}
