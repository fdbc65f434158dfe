import CSV
import Cores

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
    private var catalogue: ListedMovies?

    private init(
        _ files: InputFiles,
        refused: @escaping (RefusedRecord) throws -> Void = { _ in },
        counted: @escaping (RecordCount) -> Void = { _ in }
    ) throws {
        format = files.format
        columns = files.columns
        refusals = RefusalPolicy(tolerance: files.tolerance, observe: refused, count: counted)
        if let path = files.movies { catalogue = try readCatalogue(path) }
    }

    /// What was read, and what was passed over.
    package struct Outcome: Sendable {
        package let dataset: Dataset
        /// Ratings of a movie that the same user rated again later.
        package let supersededCount: Int
        /// Of each file, in the order in which they were read: movies, ratings, users.
        package let recordCounts: [RecordCount]
    }

    /// Reads ratings, and the catalogue and users if they are given.
    ///
    /// - Parameters:
    ///   - files: Where they stand.
    ///   - refused: Hears of every wrong record that is tolerated, in order; without tolerance, of
    ///     none.
    ///   - counted: Hears of every file how many records were read, also where its reading failed.
    /// - Returns: The records that are right.
    /// - Throws: `CSVError` or `RatingsError`, at the first thing that is wrong and not tolerated.
    package static func read(
        _ files: InputFiles,
        refused: @escaping (RefusedRecord) throws -> Void = { _ in },
        counted: @escaping (RecordCount) -> Void = { _ in }
    ) throws -> Outcome {
        let reader = try DatasetReader(files, refused: refused, counted: counted)
        let (parts, ratingCount) = try reader.readRatings(files.ratings)
        let numbered = try reader.number([consume parts], from: files)
        let described = try files.users.map { path in
            try reader.readUsers(path, of: numbered.users)
        }
        let dataset = Dataset(
            users: numbered.users,
            catalogue: numbered.catalogue,
            interactions: numbered.interactions[0].interactions,
            userDescriptions: described?.users
        )
        return Outcome(
            dataset: dataset,
            supersededCount: numbered.interactions[0].supersededCount,
            recordCounts: [reader.catalogue?.count, ratingCount, described?.count]
                .compactMap { $0 }
        )
    }

    /// Reads a split that somebody else has made, numbered as one.
    ///
    /// - Parameters:
    ///   - files: `ratings` holds those to train on.
    ///   - test: The file of the held-out ratings.
    ///   - refused: Hears of every wrong record that is tolerated, in order.
    /// - Returns: The data with all ratings, and the split.
    /// - Throws: `RatingsError` or `CSVError`, at the first thing wrong in any of the files.
    package static func readSplit(
        _ files: InputFiles,
        test: String,
        refused: @escaping (RefusedRecord) throws -> Void = { _ in }
    ) throws -> (outcome: Outcome, split: Split) {
        let reader = try DatasetReader(files, refused: refused)
        let (trainParts, trainCount) = try reader.readRatings(files.ratings)
        let (testParts, testCount) = try reader.readRatings(test)
        let numbered = try reader.number([consume trainParts, consume testParts], from: files)
        let (train, supersededCount) = numbered.interactions[0]
        let described = try files.users.map { path in
            try reader.readUsers(path, of: numbered.users)
        }
        // What a user has rated in training is never in his list, so it cannot be held out.
        let test = numbered.interactions[1].interactions.without(train)
        guard test.count > 0 else { throw RatingsError.nothingHeldOut(split: "given") }
        let split = Split(train: train, test: test)
        let dataset = Dataset(
            users: numbered.users,
            catalogue: numbered.catalogue,
            interactions: split.everything,
            userDescriptions: described?.users
        )
        return (
            Outcome(
                dataset: dataset,
                supersededCount: supersededCount,
                recordCounts: [reader.catalogue?.count, trainCount, testCount, described?.count]
                    .compactMap { $0 }
            ),
            split
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

    /// Numbers the movies of the catalogue and all ids of some files, as one.
    ///
    /// The parts of the files are given up as soon as their ratings are numbered.
    private func number(
        _ ratingFiles: consuming [[RatingsPart]],
        from files: InputFiles
    ) throws -> Numbered {
        var ratingFiles = ratingFiles
        var userIDs = IDNumbering()
        var movieIDs = catalogue?.ids ?? IDNumbering()
        userIDs.add(ratingFiles.joined().map(\.users))
        movieIDs.add(ratingFiles.joined().map(\.movies))
        let (users, movies): (IDRows<User>, IDRows<Movie>) = Cores.both {
            userIDs.rows()
        } _: { [movieIDs] in
            movieIDs.rows()
        }
        guard movies.vocabulary.count > 1 else {
            throw RatingsError.tooFewMovies(
                count: movies.vocabulary.count,
                path: files.movies ?? files.ratings
            )
        }
        var descriptions = [MovieDescription](
            repeating: MovieDescription(title: ""),
            count: movies.vocabulary.count
        )
        for (row, description) in zip(movies.ofNumbers, catalogue?.descriptions ?? []) {
            descriptions[row.index] = description
        }
        return Numbered(
            users: users.vocabulary,
            catalogue: Catalogue(vocabulary: movies.vocabulary, descriptions: descriptions),
            interactions: ratingFiles.indices.map { number in
                var parts: [RatingsPart] = []
                swap(&parts, &ratingFiles[number])
                return Interactions.ordering(
                    Self.columns(of: consume parts, users, movies),
                    userCount: users.vocabulary.count,
                    movieCount: movies.vocabulary.count
                )
            }
        )
    }

    private static func columns(
        of parts: consuming [RatingsPart],
        _ users: IDRows<User>,
        _ movies: IDRows<Movie>
    ) -> [RatingColumns] {
        let parts = parts
        return Cores.map(parts.count) { parts[$0].columns(users: users, movies: movies) }
    }

    // MARK: - Ratings

    /// Reads a file of ratings on several cores.
    ///
    /// - Returns: Its parts, in its order; together they have a rating. And how many records it has.
    private func readRatings(
        _ path: String
    ) throws -> (parts: [RatingsPart], count: RecordCount) {
        let table = try NamedTable(ratings: path, format: format, columns: columns)
        let (parts, count) = try table.gatherPieces(refusing: refusals) { header in
            try RatingPlaces(header, columns: columns, path: path)
        } in: { places, mostRatings in
            RatingsPart(places, mostRatings: mostRatings)
        } body: { [catalogue] record, places, part throws(RatingsError) in
            try part.append(record, at: places, encoding: table.encoding, of: catalogue)
        }
        guard parts.contains(where: { $0.count > 0 }) else {
            throw RatingsError.nothing(of: count)
        }
        return (parts, count)
    }

    // MARK: - Catalogue

    private func readCatalogue(_ path: String) throws -> ListedMovies {
        let table = try NamedTable(catalogue: path, format: format)
        var listed = ListedMovies(count: RecordCount(path: path))
        var lines: [Int] = []
        var places: CataloguePlaces?
        listed.count = try table.forEachRecord(refusing: refusals) { header in
            places = try CataloguePlaces(header, columns: columns, path: path)
        } body: { record throws(RatingsError) in
            guard let places else { return }
            let id = try record.id(at: places.movie, column: "movie id", encoding: table.encoding)
            if let known = listed.ids.knownNumber(of: id) {
                throw .duplicateMovie(
                    id: id.text,
                    first: lines[Int(known)],
                    at: record.position
                )
            }
            let description = try places.description(of: record, encoding: table.encoding)
            _ = listed.ids.number(of: id)
            lines.append(record.line)
            listed.descriptions.append(description)
        }
        guard !listed.descriptions.isEmpty else { throw RatingsError.nothing(of: listed.count) }
        return listed
    }

    // MARK: - Users

    private func readUsers(
        _ path: String,
        of vocabulary: Vocabulary<User>
    ) throws -> (users: [UserDescription], count: RecordCount) {
        let table = try NamedTable(users: path, format: format)
        var described = [UserDescription](
            repeating: UserDescription(age: nil, gender: nil, occupation: nil),
            count: vocabulary.count
        )
        var lines: [Spelling: Int] = [:]
        var places: UserPlaces?
        let count = try table.forEachRecord(refusing: refusals) { header in
            places = try UserPlaces(header, columns: columns, path: path)
        } body: { record throws(RatingsError) in
            guard let places else { return }
            let id = try record.id(at: places.user, column: "user id", encoding: table.encoding)
            if let first = lines[Spelling(id.text)] {
                throw .duplicateUser(id: id.text, first: first, at: record.position)
            }
            let description = try places.description(of: record, encoding: table.encoding)
            lines[Spelling(id.text)] = record.line
            guard let row = vocabulary.row(of: id.text) else { return }
            described[row.index] = description
        }
        return (described, count)
    }
}

/// The movies of a catalogue as they stand in its file.
struct ListedMovies: Sendable {
    /// How many records the file has, right or wrong.
    var count: RecordCount
    var path: String { count.path }
    var ids = IDNumbering()
    /// By number.
    var descriptions: [MovieDescription] = []
}
