import Fixtures
import Foundation
import Ratings
import Testing

@testable import Publishing

@Suite("reading published lists")
struct ListReaderTests {
    private static let header = "user_id,rank,movie_id,score,source\n"
    private static let lists = """
        user_id,rank,movie_id,score,source
        "a,1",1,7,0.9,model
        "a,1",2,8,0.8,model
        "a,1",3,9,0.7,model
        b,1,9,0.5,popularity

        """

    @Test("lists come one by one with the first places asked for")
    func rankings() throws {
        let folder = try HeldFolder()
        try folder.write(Self.lists, to: ListFiles.userRecommendations)
        #expect(try rankings(folder, first: 2) == [["a,1", "7", "8"], ["b", "9"]])
        #expect(try rankings(folder, first: .max) == [["a,1", "7", "8", "9"], ["b", "9"]])
    }

    @Test("a file without lists has none")
    func empty() throws {
        let folder = try HeldFolder()
        try folder.write(Self.header, to: ListFiles.userRecommendations)
        #expect(try rankings(folder, first: 10).isEmpty)
    }

    @Test("scores and sources that only another version knows are no reason to refuse a ranking")
    func otherVersion() throws {
        let folder = try HeldFolder()
        try folder.write(Self.header + "1,1,7,high,magic\n", to: ListFiles.userRecommendations)
        #expect(try rankings(folder, first: 10) == [["1", "7"]])
    }

    @Test("whole lists have every column and the lines they stand on")
    func wholeLists() throws {
        let folder = try HeldFolder()
        try folder.write(
            """
            movie_id,rank,neighbour_id,score,source,title,neighbour_title,co_raters
            7,1,8,0.25,model,"Two
            lines",Heat,3
            7,2,9,-1,catalogue,"Two
            lines","",0

            """,
            to: ListFiles.movieNeighbours
        )
        var lists: [PublishedList] = []
        try ListReader(ListFiles.movieNeighbours, of: folder.path).forEachList(
            of: Vocabulary(["7", "8", "9"]),
            report: { throw $0 },
            { lists.append($0) }
        )
        #expect(lists.map(\.id) == ["7"] && lists.map(\.line) == [2])
        #expect(
            lists.first?.rows == [
                PublishedList.Row(
                    line: 2,
                    movie: Row(1),
                    score: 0.25,
                    source: .model,
                    rest: ["Two\nlines", "Heat", "3"]
                ),
                PublishedList.Row(
                    line: 4,
                    movie: Row(2),
                    score: -1,
                    source: .catalogue,
                    rest: ["Two\nlines", "", "0"]
                ),
            ]
        )
    }

    @Test(
        "a file that is none of ours ends with its path and line",
        arguments: [
            (
                "user_id,rank,movie_id,score\n",
                "1: the header is user_id,rank,movie_id,score where user_id,rank,movie_id,score,source"
                    + " is expected"
            ),
            (
                "a,b,c,d,e\n1,1,1,1,model\n",
                "1: the header is a,b,c,d,e where user_id,rank,movie_id,score,source is expected"
            ),
            (header + "1,first,2,0.5,model\n", "2: rank \"first\" is not a whole number"),
            (header + "1,1\n", "2: 2 fields where 5 are expected"),
            (header + "1,2,7,0.5,model\n1,3,8,0.5,model\n", "2: rank 2 where 1 is expected"),
            (header + "1,1,7,0.5,model\n1,3,8,0.5,model\n", "3: rank 3 where 2 is expected"),
            (header + "1,1,7,0.5,model\n2,2,8,0.5,model\n", "3: rank 2 where 1 is expected"),
            (header + "1,1,7,0.5,model\n1,1,8,0.5,model\n", "3: rank 1 where 2 is expected"),
            (header + "1,0,7,0.5,model\n", "2: rank 0 where 1 is expected"),
            (header + "1,-1,7,0.5,model\n", "2: rank -1 where 1 is expected"),
            (header + "1,1,\"7", "2: the quoted field that begins here never ends"),
            ("", "1: has no header"),
        ]
    )
    func malformed(text: String, fault: String) throws {
        let folder = try HeldFolder()
        try folder.write(text, to: ListFiles.userRecommendations)
        let breach = try #require(throws: Breach.self) { try rankings(folder, first: 10) }
        #expect("\(breach)" == "\(folder.path)/\(ListFiles.userRecommendations):\(fault)")
    }

    @Test("an id that is no UTF-8 is told", arguments: [0, 2])
    func bytes(place: Int) throws {
        let folder = try HeldFolder()
        var fields: [[UInt8]] = ["1", "1", "7", "0.5", "model"].map { Array($0.utf8) }
        fields[place].append(0xff)
        let bytes = Array(Self.header.utf8) + fields.joined(separator: [UInt8(ascii: ",")])
        try Data(bytes).write(to: URL(filePath: "\(folder.path)/\(ListFiles.userRecommendations)"))
        let breach = try #require(throws: Breach.self) { try rankings(folder, first: 10) }
        #expect("\(breach)".hasSuffix("/user_recommendations.csv:2: is not valid UTF-8"))
    }

    @Test("a file that is not there is told with the system's reason")
    func missing() throws {
        let folder = try HeldFolder()
        let breach = try #require(throws: Breach.self) { try rankings(folder, first: 10) }
        let path = "\(folder.path)/user_recommendations.csv"
        #expect("\(breach)" == "\(path): cannot be read: No such file or directory")
    }

    /// Each list as its id and then its movies.
    private func rankings(_ folder: HeldFolder, first k: Int) throws -> [[String]] {
        var lists: [[String]] = []
        try ListReader(ListFiles.userRecommendations, of: folder.path).forEachRanking(first: k) {
            lists.append([$0] + $1)
        }
        return lists
    }
}
