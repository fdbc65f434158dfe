import Ratings
import Retrieval
import Testing
import TwoTower

@testable import NightlyJob

@Suite("complete lists")
struct ListsTests {
    private static let dataset = Dataset.random(
        users: 30,
        movies: 25,
        unrated: 3,
        each: 9,
        seed: 1
    )
    private static let models = Models.random(for: dataset, seed: 2)

    @Test("every user has as many rows as asked for, all different and unseen, scores falling")
    func users() {
        let lists = Lists(Self.dataset, Self.models, top: 12, includesSeen: false)
        for user in 0..<30 {
            let list = lists.list(of: Row(user))
            #expect(list.count == 12)
            expectOrder(list)
            #expect(Set(list.map(\.candidate)).isDisjoint(with: seen(user)))
        }
    }

    @Test("the model's rows are the best of all rated and unseen movies, in order")
    func ranking() {
        let lists = Lists(Self.dataset, Self.models, top: 12, includesSeen: false)
        for user in 0..<30 {
            let best = (0..<22).map { Row<Movie>($0) }.filter { !seen(user).contains($0) }
                .map {
                    let model = Self.models.userMovie
                    return (
                        $0, model.queries.dot(row: user, with: model.candidates, row: $0.index)
                    )
                }
                .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(12)
            let list = lists.list(of: Row(user))
            #expect(list.map(\.candidate) == best.map(\.0))
            #expect(list.allSatisfy { $0.source == .model })
            for (entry, (_, score)) in zip(list, best) { #expect(abs(entry.score - score) < 1e-5) }
        }
    }

    @Test("lists longer than the model's rows are filled up, and say so")
    func fallback() {
        // 22 rated movies less 9 seen: 13 of the model; the other 3 movies nobody rated.
        let lists = Lists(Self.dataset, Self.models, top: 20, includesSeen: false)
        for user in 0..<30 {
            let list = lists.list(of: Row(user))
            #expect(list.map(\.source) == ListSource.repeated(.model, 13, .catalogue, 3))
            expectOrder(list)
        }
    }

    @Test("with the seen ones, lists may hold every movie")
    func includingSeen() {
        let lists = Lists(Self.dataset, Self.models, top: 100, includesSeen: true)
        for user in 0..<30 {
            let list = lists.list(of: Row(user))
            #expect(list.count == 25)
            #expect(Set(list.map(\.candidate)).isSuperset(of: seen(user)))
            expectOrder(list)
        }
    }

    @Test("every movie has as many neighbours as asked for, all different and none itself")
    func movies() {
        let lists = Lists(Self.dataset, Self.models, top: 12, includesSeen: false)
        for movie in 0..<25 {
            let list = lists.neighbours(of: Row(movie))
            #expect(list.count == 12)
            expectOrder(list.map(\.entry))
            #expect(!list.contains { $0.entry.candidate.index == movie })
            let isRated = movie < 22
            #expect(list.allSatisfy { ($0.entry.source == .model) == isRated })
        }
    }

    @Test("a movie that nobody rated and of which nothing is known has the popular ones")
    func unknown() {
        let dataset = Dataset(
            [[0, 1], [1, 2]],
            movies: (0..<4).map { MovieDescription(title: "Film \($0)") }
        )
        let lists = Lists(dataset, .random(for: dataset, seed: 1), top: 3, includesSeen: false)
        let list = lists.neighbours(of: Row(3)).map(\.entry)
        #expect(list.map(\.source) == [.popularity, .popularity, .popularity])
        #expect(list.first?.candidate == Row(1))
    }

    @Test("a movie that nobody rated has neighbours by its content, best first, then the rest")
    func unrated() throws {
        let lists = Lists(Self.dataset, Self.models, top: 24, includesSeen: false)
        let list = lists.neighbours(of: Row(24)).map(\.entry)
        #expect(list.count == 24)
        #expect(list.map(\.source) == ListSource.repeated(.content, 22, .catalogue, 2))
        expectOrder(list)
        // Its query is the mean of those of rated movies like it.
        let queries = ContentQueries(
            Self.models.itemItem.queries,
            trainedOn: Self.dataset.interactions,
            of: Self.dataset.catalogue
        ).queries
        for entry in list.prefix(22) {
            let score = queries.dot(
                row: 24,
                with: Self.models.itemItem.candidates,
                row: entry.candidate.index
            )
            #expect(abs(entry.score - score) < 1e-5)
        }
    }

    @Test("common raters are those who rated both")
    func coRaters() {
        let lists = Lists(Self.dataset, Self.models, top: 24, includesSeen: false)
        for movie in [0, 7, 24] {
            for (entry, count) in lists.neighbours(of: Row(movie)) {
                let both = (0..<30).count {
                    seen($0).isSuperset(of: [Row(movie), entry.candidate])
                }
                #expect(count == both)
            }
        }
    }

    @Test("two movies and one user give short lists, never padding")
    func tiny() {
        let dataset = Dataset(
            [[0]],
            movies: [MovieDescription(title: "A"), MovieDescription(title: "B")]
        )
        let lists = Lists(
            dataset,
            .random(for: dataset, seed: 1),
            top: 100,
            includesSeen: false
        )
        #expect(lists.list(of: Row(0)).map(\.candidate.index) == [1])
        #expect(lists.neighbours(of: Row(0)).map(\.entry.candidate.index) == [1])
        #expect(lists.neighbours(of: Row(1)).map(\.entry.candidate.index) == [0])
    }

    @Test("who has rated everything has an empty list")
    func everythingSeen() {
        let dataset = Dataset(
            [[0, 1], [1]],
            movies: [MovieDescription(title: "A"), MovieDescription(title: "B")]
        )
        let lists = Lists(
            dataset,
            .random(for: dataset, seed: 1),
            top: 5,
            includesSeen: false
        )
        #expect(lists.list(of: Row(0)).isEmpty)
        #expect(lists.list(of: Row(1)).map(\.candidate.index) == [0])
    }

    private func seen(_ user: Int) -> Set<Row<Movie>> {
        Set(Self.dataset.interactions.movies(of: Row(user)))
    }

    private func expectOrder(_ list: [ListEntry<Movie>]) {
        #expect(Set(list.map(\.candidate)).count == list.count)
        for (upper, lower) in zip(list, list.dropFirst()) { #expect(upper.score >= lower.score) }
    }
}

extension ListSource {
    /// So many of the first, then of the second, then of the third.
    fileprivate static func repeated(
        _ first: ListSource,
        _ firstCount: Int,
        _ second: ListSource,
        _ secondCount: Int,
        _ third: ListSource = .catalogue,
        _ thirdCount: Int = 0
    ) -> [ListSource] {
        Array(repeating: first, count: firstCount) + Array(repeating: second, count: secondCount)
            + Array(repeating: third, count: thirdCount)
    }
}
