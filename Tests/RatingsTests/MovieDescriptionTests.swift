import Ratings
import Testing

@Suite("What a title says of its film")
struct MovieDescriptionTests {
    /// The obvious version, character by character: the name in lower case without article, and the year.
    private static func obvious(_ title: String) -> (bare: String, year: Int?) {
        var name = Array(title)
        while name.last?.isWhitespace == true { name.removeLast() }
        var year: Int?
        let tail = Array(name.suffix(6))
        if tail.count == 6, tail[0] == "(", tail[5] == ")",
            tail[1...4].allSatisfy({ ("0"..."9").contains($0) })
        {
            year = Int(String(tail[1...4]))
            name.removeLast(6)
            while name.last?.isWhitespace == true { name.removeLast() }
        } else {
            name = Array(title)
        }
        var words = Array(String(name).lowercased())
        if let blank = words.firstIndex(where: \.isWhitespace),
            ["the", "an", "a"].contains(String(words[..<blank]))
        {
            words = Array(words[blank...].drop(while: \.isWhitespace))
        }
        let articles = ["the", "a", "an", "la", "le", "les", "el", "il", "das", "der", "die"]
        if let comma = words.lastIndex(of: ","),
            articles.contains(String(words[(comma + 1)...].drop(while: \.isWhitespace)))
        {
            words = Array(words[..<comma])
        }
        return (String(words), year)
    }

    @Test("made-up titles say what the obvious version says")
    func obviousVersion() {
        let pieces = [
            "The", "A", "Godfather", "Amélie", "千と千尋", "🎬", ",", ", The", ", La", " ", "  ",
            "\u{A0}", "\t", "(", ")", "(1995)", "(0000)", "(19 5)", "(１９９５)", "2001", "é",
        ]
        var generator = SeededGenerator(seed: 7, stage: "titles")
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...6, using: &generator)
            let title = (0..<count)
                .map { _ in pieces[Int.random(in: 0..<pieces.count, using: &generator)] }
                .joined()
            let (bare, year) = Self.obvious(title)
            let movie = MovieDescription(title: title)
            #expect(movie.bareTitle == bare, "\(title)")
            #expect(movie.year == year.flatMap { (1...9999).contains($0) ? $0 : nil }, "\(title)")
        }
    }

    @Test(
        "years and articles",
        arguments: [
            ("Heat (1995)", "heat", 1995), ("Godfather, The (1972)", "godfather", 1972),
            ("The Godfather", "godfather", nil), ("(1995)", "", 1995), ("()", "()", nil),
            ("", "", nil), ("Heat (1995) \u{A0}", "heat", 1995), ("Heat (95)", "heat (95)", nil),
            ("Heat (0000)", "heat", nil), ("Good, the Bad", "good, the bad", nil),
        ] as [(String, String, Int?)]
    )
    func worked(title: String, bare: String, year: Int?) {
        let movie = MovieDescription(title: title)
        #expect(movie.bareTitle == bare)
        #expect(movie.year == year)
        #expect(MovieDescription.bare(title) == bare)
    }
}
