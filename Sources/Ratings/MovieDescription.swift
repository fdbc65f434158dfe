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
        let (name, titleYear) = Self.parts(of: title)
        // A year that no calendar has is none.
        self.year = [year, titleYear].compactMap(\.self).first(where: (1...9999).contains)
        self.genres = genres
        bareTitle = Self.bare(name: name)
    }

    /// What `bareTitle` is for this title.
    package static func bare(_ title: String) -> String { bare(name: parts(of: title).name) }

    private static func bare(name: Substring) -> String {
        var words = name.lowercased()[...]
        if let blank = words.unicodeScalars.firstIndex(where: \.properties.isWhitespace),
            ["the", "an", "a"].contains(words[..<blank])
        {
            words = words[blank...].drop(while: \.isWhitespace)
        }
        if let comma = words.utf8.lastIndex(of: UInt8(ascii: ",")),
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
    ///
    /// It looks at bytes and scalars: to find where characters end takes longer than to read the file.
    private static func parts(of title: String) -> (name: Substring, year: Int?) {
        let name = title[...].trimmingTrailingBlanks
        let tail = name.utf8.suffix(6)
        let digits = tail.dropFirst().dropLast()
        guard digits.count == 4,
            digits.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
            tail.first == UInt8(ascii: "("), tail.last == UInt8(ascii: ")")
        else { return (title[...], nil) }
        return (name[..<tail.startIndex].trimmingTrailingBlanks, Int(Substring(digits)))
    }
}

extension Substring {
    fileprivate var trimmingTrailingBlanks: Substring {
        var rest = unicodeScalars
        while rest.last?.properties.isWhitespace == true { rest.removeLast() }
        return Substring(rest)
    }
}
