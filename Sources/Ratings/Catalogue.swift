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

    /// Whether titles are known.
    package var hasTitles: Bool { descriptions.contains { !$0.title.isEmpty } }

    /// Whether titles, years or genres are known.
    package var isDescribed: Bool {
        hasTitles || descriptions.contains { $0.year != nil || !$0.genres.isEmpty }
    }

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
