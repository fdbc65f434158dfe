import Ratings
import Testing

@testable import TwoTower

@Suite("what is known of movies and users besides ratings")
struct ContentTests {
    private let catalogue = Catalogue(
        vocabulary: Vocabulary(["1", "2", "3", "4"]),
        descriptions: [
            MovieDescription(title: "Godfather, The (1972)", genres: ["Crime", "Drama"]),
            MovieDescription(title: "Godfather: Part II, The (1974)", genres: ["Crime"]),
            MovieDescription(title: "Heat (1995)", genres: ["Crime"]),
            MovieDescription(title: ""),
        ]
    )

    @Test("only what two movies share is a feature; articles and numerals bind nothing")
    func sharedAlone() {
        let content = Content(of: catalogue, scale: 8)
        #expect(content.names == ["decade 1970", "genre Crime", "word godfather"])
    }

    @Test("a feature weighs the scale over the root of how many have it")
    func weights() {
        let content = Content(of: catalogue, scale: 8)
        // Heat has nothing but its genre, which three movies have: 8 / √3 = 4.618802.
        #expect(content.features[2].count == 1)
        #expect(abs(content.features[2][0].weight - 4.618802) < 1e-5)
        // The word is of two movies: 8 / √2 = 5.656854.
        let word = content.features[0].first { content.names[$0.feature] == "word godfather" }
        #expect(abs((word?.weight ?? 0) - 5.656854) < 1e-5)
        #expect(content.features[3].isEmpty)
        let genres = Content(of: catalogue, scale: 8, genreWeight: 1.5)
        // The genre grows to 1.5 · 8 / √3 = 6.928203, the word stays.
        #expect(abs(genres.features[2][0].weight - 6.928203) < 1e-5)
        #expect(genres.features[0].contains { $0.weight == word?.weight })
    }

    @Test("users share tens of years, genders and occupations; what is unknown is no feature")
    func users() {
        let content = Content(
            of: [
                UserDescription(age: 24, gender: "M", occupation: "writer"),
                UserDescription(age: 29, gender: "F", occupation: "writer"),
                UserDescription(age: nil, gender: "M", occupation: "artist"),
                UserDescription(age: nil, gender: nil, occupation: nil),
            ],
            scale: 1
        )
        #expect(content.names == ["age 20", "gender M", "occupation writer"])
        #expect(content.features.map { $0.map(\.feature) } == [[0, 1, 2], [0, 2], [1], []])
    }
}
