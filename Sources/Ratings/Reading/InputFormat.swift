import CSV

/// The layouts of ratings, catalogues and users that we read.
package enum InputFormat: String, CaseIterable, Codable, Sendable {
    /// A header names the columns: MovieLens CSV, RecBole's atomic files and any other.
    case csv
    /// Ratings without a header: `UnnamedColumns`. Catalogues and users have one all the same.
    case headerless
    /// MovieLens 100K: `u.data` with tabs, `u.item` and `u.user` with `|`, Latin-1, no header.
    case ml100k = "ml-100k"
    /// MovieLens 1M: `::` between fields, Latin-1, no header.
    case ml1m = "ml-1m"

    /// Tells the format from a file's first line.
    ///
    /// - Parameters:
    ///   - path: Where the file stands.
    ///   - canBeHeaderless: Whether its first record may be one of ratings.
    /// - Throws: `CSVError` if the file cannot be read or what might be a header is malformed,
    ///   `RatingsError.noRecords` if it is empty.
    static func detect(_ path: String, canBeHeaderless: Bool = false) throws -> InputFormat {
        guard let line = try RecordFile.firstLine(of: path) else {
            throw RatingsError.noRecords(path: path)
        }
        let text = String(decoding: line, as: UTF8.self)
        if text.contains("::") { return .ml1m }
        let tabbed = text.split(separator: "\t", omittingEmptySubsequences: false)
        if tabbed.count == 4, tabbed.allSatisfy({ Int64($0) != nil }) { return .ml100k }
        let barred = text.split(separator: "|", omittingEmptySubsequences: false)
        if barred.count == 24 || barred.count == 5, Int64(barred[0]) != nil { return .ml100k }
        guard canBeHeaderless else { return .csv }
        let columns = try delimitedFile(path).firstRecord(UnnamedColumns.init)
        return columns?.isNoHeader == true ? .headerless : .csv
    }

    var encoding: TextEncoding {
        switch self {
        case .csv, .headerless: .utf8
        case .ml100k, .ml1m: .latin1
        }
    }

    /// A file whose fields are separated by whichever of `,`, tab, `;` and `|` its first line has most
    /// of; by blanks, if there are no others between numbers.
    static func delimitedFile(_ path: String) throws(CSVError) -> RecordFile {
        let line = String(decoding: try RecordFile.firstLine(of: path) ?? [], as: UTF8.self)
        let delimiters: [Character] = [",", "\t", ";", "|"]
        let counts = delimiters.map { delimiter in line.count { $0 == delimiter } }
        let most = counts.max() ?? 0
        var delimiter = zip(delimiters, counts).first { $0.1 == most }?.0 ?? ","
        if most == 0, line.split(separator: " ").allSatisfy({ Double($0) != nil }) {
            delimiter = " "
        }
        return RecordFile(path: path, dialect: .quoted(delimiter: delimiter))
    }
}

/// The names of the columns, for files whose header does not use the usual ones.
package struct ColumnNames: Equatable, Sendable {
    package var user: String?
    package var movie: String?
    package var rating: String?
    package var timestamp: String?

    package init(
        user: String? = nil,
        movie: String? = nil,
        rating: String? = nil,
        timestamp: String? = nil
    ) {
        self.user = user
        self.movie = movie
        self.rating = rating
        self.timestamp = timestamp
    }
}

/// A column by its meaning, and the names that headers give it.
enum ColumnRole: String {
    case user = "user id"
    case movie = "movie id"
    case rating
    case timestamp
    case title
    case year
    case genres
    case age
    case gender
    case occupation
    case query = "query id"
    case candidate = "candidate id"
    case weight
    case neighbour
    case expectation
    case note

    /// In lower case, without anything but letters and digits.
    private var usualNames: [String] {
        switch self {
        case .user: ["userid", "user", "uid", "customerid", "reviewerid", "visitorid"]
        case .movie:
            [
                "movieid", "itemid", "movie", "item", "iid", "productid", "parentasin", "asin",
                "artistid", "bookid", "businessid", "songid", "trackid", "sid",
            ]
        case .rating: ["rating", "stars", "score", "overall"]
        case .timestamp: ["timestamp", "time", "unixreviewtime"]
        case .title: ["title", "movietitle", "itemtitle", "name"]
        case .year: ["year", "releaseyear"]
        case .genres: ["genres", "genre", "class"]
        case .age: ["age"]
        case .gender: ["gender"]
        case .occupation: ["occupation"]
        case .query: ["queryid", "query"]
        case .candidate: ["candidateid", "candidate"]
        case .weight: ["weight"]
        case .neighbour: ["neighbour", "neighbor"]
        case .expectation: ["expectation"]
        case .note: ["note"]
        }
    }

    /// The flag that names the column in files of ratings, if there is one.
    private var flag: String? {
        switch self {
        case .user: "--user-column"
        case .movie: "--movie-column"
        case .rating: "--rating-column"
        case .timestamp: "--timestamp-column"
        default: nil
        }
    }

    /// What helps where the column is not found.
    func remedy(in kind: Header.Kind) -> String {
        let name = rawValue.replacing(" ", with: "_")
        return switch (kind, flag) {
        case (.ratings, let flag?):
            "name it with \(flag), or say --format headerless if the file has no header"
        case (.descriptions, let flag?): "call it \(name), or as \(flag) says"
        default: "call it \(name)"
        }
    }

    /// Where the column stands in a header.
    ///
    /// - Parameters:
    ///   - header: The names of all columns.
    ///   - name: The exact name that the user gave it, if any; usual names do not count then.
    /// - Returns: The columns of that name, from 0, or of the most usual name of several; none if there
    ///   is none.
    func places(in header: [String], named name: String? = nil) -> [Int] {
        if let name { return header.indices.filter { header[$0] == name } }
        let plain = header.map(Self.plainName)
        return usualNames.lazy.map { usual in plain.indices.filter { plain[$0] == usual } }
            .first { !$0.isEmpty } ?? []
    }

    /// `userId`, `user_id` and RecBole's `user_id:token` are all `userid`.
    static func plainName(_ name: String) -> String {
        let untyped = name.split(separator: ":", omittingEmptySubsequences: false)[0]
        return untyped.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
}
