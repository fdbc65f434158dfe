import CSV

/// Where the columns of a catalogue stand.
struct CataloguePlaces {
    let movie: Int
    private let title: Int?
    private let year: Int?
    private let genres: Int?
    private let genreSeparators: [UInt8]
    private let flags: [(genre: String, place: Int)]

    init(_ header: [String], columns: ColumnNames, path: String) throws(RatingsError) {
        let header = Header(names: header, path: path, kind: .descriptions)
        movie = try header.place(of: .movie, namedElsewhere: columns.movie)
        title = try header.place(ofOptional: .title)
        year = try header.place(ofOptional: .year)
        genres = try header.place(ofOptional: .genres)
        // RecBole's sequences of words.
        let hasWords = genres.map { header.names[$0].hasSuffix(":token_seq") } ?? false
        let bar = UInt8(ascii: "|")
        genreSeparators = hasWords ? [UInt8(ascii: " "), bar] : [bar]
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
        return list.utf8.split(whereSeparator: genreSeparators.contains).map {
            String(Substring($0))
        }
    }
}
