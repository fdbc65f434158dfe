import Ratings
import Retrieval
import Testing

@testable import Evaluation

@Suite("franchises")
struct FranchisesTests {
    @Test(
        "films of one series have one name",
        arguments: [
            ["Godfather, The (1972)", "Godfather: Part II, The (1974)"],
            ["Alien (1979)", "Aliens (1986)", "Alien 3 (1992)", "Alien: Resurrection (1997)"],
            [
                "Star Wars (1977)", "Empire Strikes Back, The (1980)",
                "Return of the Jedi (1983)", "Star Wars: Episode IV - A New Hope (1977)",
            ],
            ["Toy Story (1995)", "Toy Story 2 (1999)", "Toy Story III (2010)"],
            ["Scream (1996)", "Scream 2 (1997)"],
            ["Back to the Future (1985)", "Back to the Future Part II (1989)"],
            ["Raiders of the Lost Ark (1981)", "Indiana Jones and the Last Crusade (1989)"],
            ["GoldenEye (1995)", "Tomorrow Never Dies (1997)", "Dr. No (1962)"],
        ]
    )
    func series(titles: [String]) {
        let names = Set(Franchises.series(of: titles.map { MovieDescription(title: $0) }))
        #expect(names.count == 1, "\(names)")
        #expect(names.first?.isEmpty == false)
    }

    @Test(
        "films of their own have names of their own",
        arguments: [
            ["Heat (1995)", "Dead Heat (1988)"],
            ["Star Wars (1977)", "Star Trek: First Contact (1996)"],
            ["Toy Story (1995)", "Toy, The (1982)"],
            ["Alien (1979)", "Alien Nation (1988)"],
        ]
    )
    func apart(titles: [String]) {
        let names = Set(Franchises.series(of: titles.map { MovieDescription(title: $0) }))
        #expect(names.count == titles.count)
    }

    @Test("by hand: the share of siblings found, and the genres in common")
    func byHand() {
        let world = world(raters: [20, 20, 20, 20, 19])
        let lists = RankedLists<Movie, Movie>([[1, 3, 2], [3, 0], [3, 4], [0], [0, 1, 2]])
        let metrics = world.metrics(of: lists, at: 2)
        // Godfather I finds one of two siblings in its first two, II one, III none; Heat has none to
        // find; Godfather IV has too few ratings to count on either side.
        #expect(isClose(metrics["franchise@2"], (0.5 + 0.5 + 0) / 3))
        // Genres: I {Crime}, II {Crime, Drama}, III {Crime}, Heat {War}, IV {Crime}.
        // I: II 1/2, Heat 0 → 1/4; II: Heat 0, I 1/2 → 1/4; III: Heat 0, IV 1 → 1/2; Heat: I 0.
        #expect(isClose(metrics["genre_jaccard@2"], (0.25 + 0.25 + 0.5 + 0) / 4))
    }

    @Test("more siblings than k places count as k")
    func manySiblings() {
        let metrics = world(raters: [20, 20, 20, 20, 19]).metrics(
            of: RankedLists<Movie, Movie>([[1], [0], [0], [], []]),
            at: 1
        )
        #expect(metrics["franchise@1"] == 1)
    }

    @Test("without titles and genres there is nothing to judge")
    func undescribed() {
        let franchises = Franchises(
            catalogue: Catalogue(genres: [[], []]),
            interactions: Interactions([[Int]](repeating: [0, 1], count: 30), movieCount: 2)
        )
        let metrics = franchises.metrics(of: RankedLists<Movie, Movie>([[1], [0]]), at: 5)
        #expect(metrics.names.isEmpty)
    }

    private func world(raters: [Int]) -> Franchises {
        let catalogue = Catalogue(
            vocabulary: Vocabulary(["1", "2", "3", "4", "5"]),
            descriptions: [
                MovieDescription(title: "Godfather, The (1972)", genres: ["Crime"]),
                MovieDescription(
                    title: "Godfather: Part II, The (1974)",
                    genres: ["Crime", "Drama"]
                ),
                MovieDescription(title: "Godfather: Part III, The (1990)", genres: ["Crime"]),
                MovieDescription(title: "Heat (1995)", genres: ["War"]),
                MovieDescription(title: "Godfather: Part IV, The (1999)", genres: ["Crime"]),
            ]
        )
        let lists = (0..<20).map { user in raters.indices.filter { raters[$0] > user } }
        return Franchises(
            catalogue: catalogue,
            interactions: Interactions(lists, movieCount: 5)
        )
    }
}
