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
                "trackid", "songid", "artistid", "bookid", "businessid", "sid",
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
    ///
    /// - Parameters:
    ///   - header: The names of all columns.
    ///   - kind: What the file tells.
    /// - Returns: The end of a sentence.
    func remedy(for header: [String], of kind: Header.Kind) -> String {
        let name = rawValue.replacing(" ", with: "_")
        let isUnusual = [Self.user, .movie].allSatisfy { $0.places(in: header).isEmpty }
        return switch (kind, flag) {
        case (.ratings, let flag?) where isUnusual:
            "name it with \(flag), or say --format headerless if the file has no header"
        case (.ratings, let flag?): "name it with \(flag)"
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
