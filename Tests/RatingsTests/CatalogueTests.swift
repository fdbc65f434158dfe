import Ratings
import Testing

@Suite("Catalogues")
struct CatalogueTests {
    @Test(
        "the year is the one in brackets at the end of the title",
        arguments: [
            ("Heat (1995)", 1995), ("Heat (1995) ", 1995), ("Heat", nil), ("(1995)", 1995),
            ("Shaft (1971) (2000)", 2000), ("2001: A Space Odyssey (1968)", 1968),
            ("Heat (1995) uncut", nil), ("Heat (95)", nil), ("Heat (19955)", nil),
            ("Heat\nand Dust (1983)", 1983), ("Death Note (2006–2007)", nil), ("", nil),
        ] as [(String, Int?)]
    )
    func year(title: String, year: Int?) {
        #expect(MovieDescription(title: title).year == year)
        #expect(MovieDescription(title: title, year: 1900).year == 1900)
    }

    @Test(
        "a bare title has no year, no article and no capitals",
        arguments: [
            ("Godfather, The (1972)", "godfather"), ("The Godfather", "godfather"),
            ("the godfather (1972) ", "godfather"), ("Misérables, Les (1995)", "misérables"),
            ("American President, The (1995)", "american president"),
            ("A Bug's Life", "bug's life"),
            ("An American in Paris (1951)", "american in paris"),
            ("Theory of Everything", "theory of everything"),
            ("Bambi", "bambi"), ("Boot, Das (1981)", "boot"), ("The", "the"), ("", ""),
        ]
    )
    func bareTitle(title: String, bare: String) {
        #expect(MovieDescription(title: title).bareTitle == bare)
    }

    private let catalogue = Catalogue(
        vocabulary: Vocabulary(["1", "2", "3", "4", "5", "1984"]),
        descriptions: [
            "Sabrina (1954)", "Sabrina (1995)", "Godfather, The (1972)",
            "Godfather: Part II, The (1974)", "2", "1984 (1984)",
        ].map { MovieDescription(title: $0) }
    )

    @Test(
        "an id wins over a whole title, a whole title over a part of one",
        arguments: [
            ("1", [0]), ("2", [1]), ("1984", [5]), ("sabrina (1995)", [1]), ("Sabrina", [0, 1]),
            ("The Godfather", [2]), ("godfather, the", [2]), ("godfather (1972)", [2]),
            ("godfath", [2, 3]), ("part ii", [3]), ("1984 (1984)", [5]), ("Heat", []), ("", []),
        ] as [(String, [Int])]
    )
    func moviesByName(name: String, rows: [Int]) {
        #expect(catalogue.movies(named: name).map(\.index) == rows)
    }

    @Test("a catalogue knows its movies by row")
    func movies() {
        #expect(catalogue.count == 6)
        #expect(catalogue[Row(2)].title == "Godfather, The (1972)")
        #expect(catalogue[Row(2)].genres.isEmpty)
        #expect(catalogue.isDescribed)
    }

    @Test(
        "years or genres describe movies too, titles or none",
        arguments: [
            (MovieDescription(title: "Heat"), true, true),
            (MovieDescription(title: "", year: 1995), false, true),
            (MovieDescription(title: "", genres: ["Crime"]), false, true),
            (MovieDescription(title: ""), false, false),
        ]
    )
    func described(movie: MovieDescription, hasTitles: Bool, isDescribed: Bool) {
        let catalogue = Catalogue(vocabulary: Vocabulary(["1"]), descriptions: [movie])
        #expect(catalogue.hasTitles == hasTitles)
        #expect(catalogue.isDescribed == isDescribed)
    }

    @Test("a missing description stops the program")
    func missingDescription() async {
        await #expect(processExitsWith: .failure) {
            _ = Catalogue(vocabulary: Vocabulary(["1", "2"]), descriptions: [])
        }
    }
}
