import Ratings
import Testing

@testable import TwoTower

@Suite("kin")
struct KinTests {
    @Test("by hand: two movies of three raters, of whom two are in common, and one of four")
    func byHand() {
        // Movies 0 and 1 have users 0, 1 in common, movies 0 and 2 users 0, 1, 2, movies 1 and 2
        // users 0, 1, 3; movie 3 has one rater, who is not enough.
        let interactions = Interactions(
            [[0, 1, 2, 3], [0, 1, 2], [0, 2], [1, 2]],
            movieCount: 5
        )
        let kin = Kin(10, below: 4, in: interactions)
        // Of 0: with 1 2 ÷ 3 · 2 ÷ 4 = 0.333333, with 2 3 ÷ √12 · 3 ÷ 5 = 0.519615; they share
        // 1 - 3 ÷ 4 = 0.25.
        #expect(kin[Row(0)].map(\.movie) == [Row(2), Row(1)])
        let shares = kin[Row(0)].map(\.share)
        #expect(abs(shares[0] - 0.152299) < 1e-6)
        #expect(abs(shares[1] - 0.097701) < 1e-6)
        #expect(kin[Row(1)].map(\.movie) == [Row(2), Row(0)])
        #expect(kin[Row(2)].isEmpty, "four ratings are enough")
        #expect(kin[Row(3)].isEmpty, "one rater in common is none")
        #expect(kin[Row(4)].isEmpty, "nobody rated it")
    }

    @Test("kin are those of a full sort of all pairs", arguments: [1 as UInt64, 2, 3])
    func oracle(seed: UInt64) {
        let interactions = Interactions.random(users: 40, movies: 25, each: 7, seed: seed)
        let users = (0..<40).map { Set(interactions.movies(of: Row($0)).map(\.index)) }
        func raters(_ movies: Int...) -> Float {
            Float(users.count { user in movies.allSatisfy(user.contains) })
        }
        let kin = Kin(3, below: 12, in: interactions)
        for movie in 0..<25 {
            let scored = (0..<25).compactMap { other -> (Int, Float)? in
                let common = raters(movie, other)
                guard other != movie, common > 1 else { return nil }
                let cosine = common / (raters(movie) * raters(other)).squareRoot()
                return (other, cosine * common / (common + 2))
            }.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(3)
            let lean = 1 - raters(movie) / 12
            let sum = scored.reduce(0) { $0 + $1.1 }
            let expected = lean > 0 ? scored.map { ($0.0, lean * $0.1 / sum) } : []
            #expect(kin[Row(movie)].map(\.movie.index) == expected.map(\.0))
            for ((_, share), (_, wanted)) in zip(kin[Row(movie)], expected) {
                #expect(abs(share - wanted) < 1e-5)
            }
        }
    }

    @Test("no kin by length 0, all of them by the largest, and the same on one and two cores")
    func lengths() {
        let movies = (0..<200).map { Row<Movie>($0) }
        let interactions = Interactions.random(users: 90, movies: 200, each: 20, seed: 1)
        let none = Kin(0, below: .max, in: interactions)
        #expect(movies.allSatisfy { none[$0].isEmpty })
        let all = onCores(1) { Kin(.max, below: .max, in: interactions) }
        let again = onCores(2) { Kin(.max, below: .max, in: interactions) }
        for movie in movies {
            #expect(all[movie].elementsEqual(again[movie], by: ==))
            let isKin = Set(all[movie].map(\.movie))
            #expect(
                movies.allSatisfy { isKin.contains($0) == all[$0].map(\.movie).contains(movie) }
            )
        }
    }

    @Test("of equal cosines the first movies are taken")
    func ties() {
        let interactions = Interactions([[0, 1, 2, 3], [0, 1, 2, 3]], movieCount: 4)
        let kin = Kin(2, below: 10, in: interactions)
        #expect(kin[Row(1)].map(\.movie) == [Row(0), Row(2)])
    }

    @Test("users of more than a thousand ratings do not count")
    func heavyUsers() {
        let some = Array(repeating: [0, 1], count: 3)
        let interactions = Interactions(
            some + [Array(0..<1001), Array(0..<1001)],
            movieCount: 1001
        )
        let kin = Kin(10, below: 100, in: interactions)
        #expect(kin[Row(0)].map(\.movie) == [Row(1)])
        #expect(kin[Row(2)].isEmpty)
        #expect(Kin.operationCount(below: 100, in: interactions) == 3 * 2 * 2)
        #expect(Kin.operationCount(below: 5, in: interactions) == 0)
    }

    @Test("a movie's features are its own, its content and the own ones of its kin, by title too")
    func features() {
        let interactions = Interactions([[0, 1], [0, 1], [2, 3], [2, 3]], movieCount: 4)
        let catalogue = Catalogue(4, titles: ["A", "B", "A", "C"], genres: ["Drama"])
        let features = MovieFeatures(of: catalogue, key: .title, contentScale: 1)
        var table = FeatureTable()
        let rows = features.addBlocks(to: &table, tower: "candidate")
        let plain = rows.matrix(columnCount: table.rowCount)
        let kin = Kin(10, below: 4, in: interactions)
        let leaning = rows.matrix(columnCount: table.rowCount, leaningOn: kin, times: 1.5)
        for (movie, other) in [(0, 1), (1, 0), (2, 3), (3, 2)] {
            let own = Int32(rows.ownRow(of: Row(other)))
            #expect(leaning.columns(ofRow: movie) == plain.columns(ofRow: movie) + [own])
            #expect(leaning.weights(ofRow: movie) == plain.weights(ofRow: movie) + [0.75])
        }
        #expect(rows.ownRow(of: Row(0)) == rows.ownRow(of: Row(2)))
    }

    @Test("a movie of two raters is listed for those who rated its kin")
    func learns() throws {
        // Users rate movies 0...4 or 5...9, each some of them. Movie 10 has two raters, who rated
        // few of 0...4, movie 11 as many of the others.
        var lists = (0..<40).map { user in
            (0..<5).filter { ($0 + user) % 5 < 3 }.map { $0 + (user % 2) * 5 }
        }
        lists[0] += [10]
        lists[2] += [10]
        lists[1] += [11]
        lists[3] += [11]
        let interactions = Interactions(lists, movieCount: 12, isTimed: false)
        var settings = UserMovieSettings.tiny(.tiny(epochs: 2))
        func advantage(kinScale: Float, kinPositives: Float = 0) throws -> Float {
            (settings.kinScale, settings.kinPositives) = (kinScale, kinPositives)
            let model = try UserMovieModel.train(
                on: interactions,
                of: Catalogue(12),
                with: settings,
                moment: { _ in nil },
                seed: 1
            )
            return (4..<40).reduce(0) { sum, user in
                let (first, second) = (
                    model.queries.dot(row: user, with: model.candidates, row: 10),
                    model.queries.dot(row: user, with: model.candidates, row: 11)
                )
                return sum + (user % 2 == 0 ? first - second : second - first) / 36
            }
        }
        let plain = try advantage(kinScale: 0)
        #expect(try advantage(kinScale: 1.5) > plain + 0.1)
        // As an embedding to lean on, or as one more positive.
        #expect(try advantage(kinScale: 0, kinPositives: 1) > plain + 0.1)
    }
}
