/// What is known of a movie besides who rated it.
package struct MovieDescription: Equatable, Sendable {
    /// As in the file, usually with the year behind it; empty without a catalogue.
    package let title: String
    /// 1 to 9999, if it is known.
    package let year: Int?
    package let genres: [String]
    /// The title without its year and article, in lower case.
    ///
    /// `Godfather, The (1972)` and `The Godfather` are both `godfather`.
    package let bareTitle: String

    package init(title: String, year: Int? = nil, genres: [String] = []) {
        self.title = title
        // A year that no calendar has is none.
        self.year = [year, Self.parts(of: title).year].compactMap(\.self)
            .first(where: (1...9999).contains)
        self.genres = genres
        bareTitle = Self.bare(title)
    }

    /// What `bareTitle` is for this title.
    package static func bare(_ title: String) -> String {
        var words = parts(of: title).name.lowercased()[...]
        if let blank = words.firstIndex(where: \.isWhitespace),
            ["the", "an", "a"].contains(words[..<blank])
        {
            words = words[blank...].drop(while: \.isWhitespace)
        }
        if let comma = words.lastIndex(of: ","),
            articles.contains(words[comma...].dropFirst().drop(while: \.isWhitespace))
        {
            words = words[..<comma]
        }
        return String(words)
    }

    private static let articles: Set<Substring> = [
        "the", "a", "an", "la", "le", "les", "el", "il", "das", "der", "die",
    ]

    /// A title such as `Heat (1995)` without the year in brackets at its end, and that year.
    private static func parts(of title: String) -> (name: Substring, year: Int?) {
        let name = title[...].trimmingTrailingBlanks
        let tail = name.suffix(6)
        guard tail.count == 6, tail.first == "(", tail.last == ")",
            tail.dropFirst().dropLast().allSatisfy({ $0.isASCII && $0.isNumber })
        else { return (title[...], nil) }
        return (name.dropLast(6).trimmingTrailingBlanks, Int(tail.dropFirst().dropLast()))
    }
}

extension Substring {
    fileprivate var trimmingTrailingBlanks: Substring {
        var rest = self
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return rest
    }
}
