import Fixtures
import Foundation
import Publishing
import Testing

@testable import NightlyJob

@Suite("the difference of two runs")
struct RunDifferenceTests {
    @Test("lists, movies and users are compared by id, as by hand")
    func byHand() throws {
        let difference = try Self.difference()
        #expect(difference.movies.came == ["New [4]"])
        #expect(difference.movies.went == ["Alien [2]"])
        let users = difference.userRecommendations
        #expect(users.listCount == 2)
        #expect(users.turnover.came == ["user 30"] && users.turnover.went == ["user 7"])
        // User 9's list is the same. User 10's was 1, 2 and is 1, 4: half in common, and rank-biased
        // 0.1/0.9 · (1 · 0.9 + 1/2 · 0.81) + 1/2 · 0.81 = 0.55.
        #expect(users.overlapAt10.mean == 0.75)
        #expect(users.overlap.mean == 0.75)
        #expect(abs(users.rankBiasedOverlap.mean - 0.775) < 1e-9)
        #expect(
            users.overlapAt10.deciles == [0.5] + Array(repeating: 0.5, count: 4)
                + Array(repeating: 1, count: 6)
        )
        #expect(users.movers.map(\.list) == ["user 10"])
        #expect(users.movers[0].came == ["New [4]"] && users.movers[0].went == ["Alien [2]"])
        let movies = difference.movieNeighbours
        #expect(movies.listCount == 1)
        #expect(movies.movers.isEmpty && movies.overlap.mean == 1)
        #expect(movies.turnover.came == ["New [4]"] && movies.turnover.went == ["Alien [2]"])
    }

    @Test("equal lists have not changed, however long", arguments: [1, 2, 7, 100])
    func equal(count: Int) throws {
        let ids = (1...count).map(String.init)
        let run = Run(
            movies: ids.map { ($0, "") },
            users: [("7", ids)],
            neighbours: [("1", Array(ids.dropFirst()))]
        )
        let difference = try Self.difference(from: run, to: run)
        #expect(difference.userRecommendations.movers.isEmpty)
        #expect(difference.movieNeighbours.movers.isEmpty)
    }

    @Test("people get tables with titles, programs one object")
    func shown() throws {
        let difference = try Self.difference()
        let text = "\(difference)"
        #expect(
            text.contains(
                "user_recommendations.csv: 2 lists in both\ncame: 1: user 30\nwent: 1: user 7\n"
            )
        )
        #expect(text.contains("user 10       0.500       0.550        New [4]  Alien [2]"))
        #expect(text.hasSuffix("movies that came: 1: New [4]\nmovies that went: 1: Alien [2]"))
        let json = try JSONSerialization.jsonObject(with: try JSONEncoder().encode(difference))
        let users = (json as? [String: Any])?["user_recommendations"] as? [String: Any]
        #expect(users?["lists"] as? Int == 2)
        #expect((users?["overlap@10"] as? [String: Any])?["mean"] as? Double == 0.75)
        #expect((users?["movers"] as? [[String: Any]])?.first?["list"] as? String == "user 10")
    }

    @Test("equal runs have nothing to tell but that")
    func equal() throws {
        let difference = try Self.difference(to: Self.old)
        #expect(difference.userRecommendations.rankBiasedOverlap.deciles.allSatisfy { $0 == 1 })
        #expect(difference.userRecommendations.movers.isEmpty)
        #expect(difference.movies.came.isEmpty && difference.movies.went.isEmpty)
    }

    @Test("runs without a common list have no numbers, and no crash")
    func nothingInCommon() throws {
        var other = Self.new
        other.users = [("5", ["1"])]
        other.neighbours = []
        let difference = try Self.difference(to: other)
        #expect(difference.userRecommendations.listCount == 0)
        #expect(difference.userRecommendations.overlap.deciles.isEmpty)
        #expect("\(difference)".contains("movie_neighbours.csv: 0 lists in both"))
    }

    @Test("damage is told with the run's folder, the file and the line")
    func damage() throws {
        let folder = try HeldFolder()
        try Self.write(Self.old, to: "\(folder.path)/old")
        try Self.write(Self.new, to: "\(folder.path)/new")
        func complaint() throws -> String {
            let breach = try #require(throws: Breach.self) {
                _ = try RunDifference(
                    from: "\(folder.path)/old",
                    to: "\(folder.path)/new",
                    moverCount: 5
                )
            }
            return "\(breach)".replacing(folder.path + "/", with: "")
        }
        try folder.edit("new/movie_neighbours.csv") { $0 + "4,3,1,0.5,model,a,b,0\n" }
        #expect(try complaint() == "new/movie_neighbours.csv:4: rank 3 where 2 is expected")
        try folder.edit("old/user_recommendations.csv") { $0 + "30,1,5,0.5,model\n" }
        #expect(
            try complaint()
                == "old/user_recommendations.csv: movie \"5\" in the list of \"30\" is not in movies.csv"
        )
        try folder.edit("new/movies.csv") { $0 + "2,Alien\n" }
        #expect(try complaint() == "new/movies.csv:5: 2 fields where 5 are expected")
    }

    private struct Run {
        var movies: [(String, String)]
        var users: [(String, [String])]
        var neighbours: [(String, [String])]
    }

    private static let old = Run(
        movies: [("1", "Heat"), ("2", "Alien"), ("3", "")],
        users: [("7", ["1"]), ("9", ["3", "1"]), ("10", ["1", "2"])],
        neighbours: [("1", ["3"]), ("2", ["1"])]
    )
    private static let new = Run(
        movies: [("1", "Heat"), ("3", ""), ("4", "New")],
        users: [("9", ["3", "1"]), ("10", ["1", "4"]), ("30", ["4"])],
        neighbours: [("1", ["3"]), ("4", ["1"])]
    )

    private static func difference(from old: Run = old, to new: Run = new) throws -> RunDifference {
        try TemporaryFolder.with { folder in
            try write(old, to: folder.file("old"))
            try write(new, to: folder.file("new"))
            return try RunDifference(
                from: folder.file("old"),
                to: folder.file("new"),
                moverCount: 5
            )
        }
    }

    private static func write(_ run: Run, to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let movies = run.movies.map { "\($0),\"\($1)\",,\"\",1\n" }
        try ("movie_id,title,year,genres,rating_count\n" + movies.joined())
            .write(toFile: "\(folder)/movies.csv", atomically: false, encoding: .utf8)
        func rows(_ lists: [(String, [String])], _ rest: String) -> String {
            lists.flatMap { id, movies in
                movies.enumerated().map { "\(id),\($0 + 1),\($1),0.5,model\(rest)\n" }
            }.joined()
        }
        try ("user_id,rank,movie_id,score,source\n" + rows(run.users, ""))
            .write(toFile: "\(folder)/user_recommendations.csv", atomically: false, encoding: .utf8)
        let header = "movie_id,rank,neighbour_id,score,source,title,neighbour_title,co_raters\n"
        try (header + rows(run.neighbours, ",a,b,0"))
            .write(toFile: "\(folder)/movie_neighbours.csv", atomically: false, encoding: .utf8)
    }
}
