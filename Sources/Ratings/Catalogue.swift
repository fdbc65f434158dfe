/// What is known of a movie besides who rated it.
package struct MovieDescription: Equatable, Sendable {
    /// As in the file, usually with the year behind it; empty without a catalogue.
    package let title: String
    package let year: Int?
    package let genres: [String]

    package init(title: String, year: Int? = nil, genres: [String] = []) {
        self.title = title
        self.year = year ?? Self.year(endingTitle: title)
        self.genres = genres
    }

    /// The year in brackets at the end of a title such as `Heat (1995)`.
    private static func year(endingTitle title: String) -> Int? {
        title.wholeMatch(of: /(?s).*\((\d{4})\)\s*/).flatMap { Int($0.1) }
    }

    /// The title without its year, in lower case, its article dropped: `Godfather, The (1972)` and
    /// `The Godfather` are both `godfather`.
    package var bareTitle: String { Self.bare(title) }

    package static func bare(_ title: String) -> String {
        var words = title.lowercased()
            .replacing(/\s*\(\d{4}\)\s*$/, with: "")
            .trimmingPrefix(/(the|an|a)\s+/)[...]
        words = words.replacing(/,\s*(the|an|a|la|le|les|el|il|das|der|die)$/, with: "")
        return String(words)
    }
}

/// Every movie that may get or stand in a list, rated or not, by row.
package struct Catalogue: Sendable {
    package let vocabulary: Vocabulary<Movie>
    /// Count `count`.
    package let descriptions: [MovieDescription]

    package init(vocabulary: Vocabulary<Movie>, descriptions: [MovieDescription]) {
        precondition(vocabulary.count == descriptions.count, "one description for each movie")
        self.vocabulary = vocabulary
        self.descriptions = descriptions
    }

    package var count: Int { descriptions.count }

    /// Whether titles, years or genres are known.
    package var isDescribed: Bool { descriptions.contains { !$0.title.isEmpty } }

    package subscript(movie: Row<Movie>) -> MovieDescription { descriptions[movie.index] }

    /// The movies that somebody may mean by an id or a title, ordered by row.
    ///
    /// An id wins over all titles, a whole title (with or without its year and article) over titles
    /// that only contain the words.
    package func movies(named name: String) -> [Row<Movie>] {
        if let row = vocabulary.row(of: name) { return [row] }
        let all = descriptions.indices
        let lowercased = name.lowercased()
        let exact = all.filter { descriptions[$0].title.lowercased() == lowercased }
        if !exact.isEmpty { return exact.map { Row($0) } }
        let bare = MovieDescription.bare(name)
        guard !bare.isEmpty else { return [] }
        let whole = all.filter { descriptions[$0].bareTitle == bare }
        if !whole.isEmpty { return whole.map { Row($0) } }
        return all.filter { descriptions[$0].bareTitle.contains(bare) }.map { Row($0) }
    }
}
