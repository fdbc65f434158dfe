import Ratings
import Testing

@testable import Evaluation

@Suite("scores of spot checks")
struct SpotCheckResultsTests {
    /// Films 1…30, of which the last two share a title.
    private static let catalogue = Catalogue(
        vocabulary: Vocabulary((1...30).map(String.init)),
        descriptions: (1...30).map { MovieDescription(title: "Film \(min($0, 29)) (1999)") }
    )

    /// Whatever the film, its list is 1, 2, …, 20.
    private func results(_ checks: [SpotCheck]) -> SpotCheckResults {
        SpotCheckResults(of: checks, in: Self.catalogue) { _ in (0..<20).map { Row($0) } }
    }

    private func check(_ neighbour: String, _ expectation: SpotCheck.Expectation) -> SpotCheck {
        SpotCheck(movie: "25", neighbour: neighbour, expectation: expectation, note: "so")
    }

    @Test("ten places count: the tenth holds an expected film, the eleventh does not")
    func depth() {
        let results = results([
            check("10", .expected), check("11", .expected), check("25", .expected),
            check("11", .forbidden), check("10", .forbidden), check("25", .forbidden),
        ])
        #expect(results.passed == 3)
        #expect(results.failed.map(\.rank) == [11, nil, 10])
        #expect(results.failed.map(\.expectation) == [.expected, .expected, .forbidden])
        #expect(results.failed[0].description == "11 stands at 11 in the list of 25")
        #expect(results.failed[1].description == "25 stands nowhere in the list of 25")
        #expect(results.failed[0].note == "so")
    }

    @Test("films go by id or by title, with the year or without")
    func titles() {
        let results = results([
            SpotCheck(movie: "Film 25 (1999)", neighbour: "film 3", expectation: .expected)
        ])
        #expect(results.passed == 1 && results.failed.isEmpty && results.unknown.isEmpty)
    }

    @Test("names of no film and of several films are told once, and score nothing")
    func unknown() {
        let results = results([
            check("Heat", .expected), check("Heat", .forbidden), check("Film 29 (1999)", .expected),
        ])
        #expect(results.unknown == ["Heat", "Film 29 (1999)"])
        #expect(results.passed == 0 && results.failed.isEmpty)
    }
}
