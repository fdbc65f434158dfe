import LinearAlgebra
import Ratings
import Retrieval
import Testing
import TwoTower

@testable import NightlyJob

@Suite("one list alone")
struct RankingTests {
    /// More users and movies than are ranked at once, and more unrated movies than get queries at once.
    ///
    /// The first user has rated all of the 550 rated movies but ten, the others eight. Of the 150 unrated
    /// movies, each tenth has no genres.
    private static let dataset: Dataset = {
        var generator = SeededGenerator(seed: 1, stage: "ratings")
        let others = (1..<600).map { _ in
            Array((0..<550).shuffled(using: &generator).prefix(8))
        }
        let genres = [["Comedy"], ["Drama"], ["Drama", "War"], []]
        return Dataset(
            [Array(0..<540)] + others,
            movies: (0..<700).map { movie in
                MovieDescription(
                    title: "Film \(movie + 1)",
                    year: 1950 + movie % 60,
                    genres: genres[movie >= 550 && movie % 10 == 0 ? 3 : movie % 3]
                )
            }
        )
    }()
    private static let models = Models.random(for: dataset, dimension: 32, seed: 2)
    private static let modelsWithTies = Models(
        userMovie: withTies(models.userMovie),
        itemItem: withTies(models.itemItem)
    )

    /// The same where every other candidate is one of ten.
    private static func withTies<Query>(
        _ model: RetrievalModel<Query, Movie>
    ) -> RetrievalModel<Query, Movie> {
        let rows = (0..<model.candidates.rowCount).map { $0 % 2 == 0 ? $0 : $0 % 20 }
        return RetrievalModel(
            queries: model.queries,
            candidates: model.candidates.gathering(rows),
            temperature: model.temperature
        )
    }

    /// The longer lists hold every movie that there is.
    @Test("it is the one that is published", arguments: [20, 699], [false, true])
    func sameAsPublished(top: Int, includesSeen: Bool) {
        let (dataset, models) = (Self.dataset, Self.modelsWithTies)
        let lists = Lists(dataset, models, top: top, includesSeen: includesSeen)
        let ranking = Ranking(dataset, models, top: top, includesSeen: includesSeen)
        for user in [0, 1, 42, 511, 512, 599].map({ Row<User>($0) }) {
            #expect(ranking.list(of: user) == lists.list(of: user))
        }
        // Rated ones, then unrated ones with genres and without.
        for movie in [0, 1, 17, 511, 512, 549, 551, 560, 615, 621, 622, 690, 699] {
            #expect(ranking.neighbours(of: Row(movie)) == lists.entries(of: Row(movie)))
        }
    }

    @Test("the lists that are compared come from every source")
    func sources() {
        let ranking = Ranking(Self.dataset, Self.models, top: 20, includesSeen: false)
        // Ten movies of the model are left to the first user.
        let user = ranking.list(of: Row(0)).map(\.source)
        #expect(user == Self.repeated(.model, 10) + Self.repeated(.catalogue, 10))
        #expect(ranking.neighbours(of: Row(17)).map(\.source) == Self.repeated(.model, 20))
        #expect(ranking.neighbours(of: Row(551)).map(\.source) == Self.repeated(.content, 20))
        #expect(ranking.neighbours(of: Row(560)).map(\.source) == Self.repeated(.popularity, 20))
    }

    private static func repeated(_ source: ListSource, _ count: Int) -> [ListSource] {
        [ListSource](repeating: source, count: count)
    }

    @Test("a newcomer's is the head of a full sort of the rated movies that are new to him")
    func newcomer() {
        let ranking = Ranking(Self.dataset, Self.models, top: 20, includesSeen: false)
        let query = Matrix(uniform: 1, 32, seed: 9)
        let history = [3, 500, 3, 640].map { Row<Movie>($0) }
        let scores = (0..<550).map { movie in
            query.dot(row: 0, with: Self.models.userMovie.candidates, row: movie)
        }
        let best = (0..<550).filter { !history.contains(Row($0)) }
            .sorted { (scores[$1], $0) < (scores[$0], $1) }.prefix(20)
        let list = ranking.list(for: query, withHistory: history)
        #expect(list.map(\.candidate.index) == Array(best))
        for entry in list { #expect(abs(entry.score - scores[entry.candidate.index]) < 1e-5) }
    }
}
