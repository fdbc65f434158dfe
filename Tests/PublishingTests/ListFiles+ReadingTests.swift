import CSV
import Fixtures
import Foundation
import Testing

@testable import Publishing

@Suite("reading what was published")
struct ListFilesReadingTests {
    private static let header = "user_id,rank,movie_id,score,source\n"
    private static let lists = """
        user_id,rank,movie_id,score,source
        "a,1",1,7,0.9,model
        "a,1",2,8,0.8,model
        "a,1",3,9,0.7,model
        b,1,9,0.5,popularity

        """

    @Test("lists come one by one with the first places asked for")
    func lists() throws {
        let folder = try HeldFolder()
        try folder.write(Self.lists, to: ListFiles.userRecommendations)
        #expect(try read(folder, first: 2) == [["a,1", "7", "8"], ["b", "9"]])
        #expect(try read(folder, first: .max) == [["a,1", "7", "8", "9"], ["b", "9"]])
    }

    @Test("a file without lists has none")
    func empty() throws {
        let folder = try HeldFolder()
        try folder.write(
            "user_id,rank,movie_id,score,source\n",
            to: ListFiles.userRecommendations
        )
        #expect(try read(folder, first: 10).isEmpty)
    }

    @Test("the catalogue tells how often each movie was rated")
    func ratingCounts() throws {
        let folder = try HeldFolder()
        try folder.write(
            "movie_id,title,year,genres,rating_count\n1,\"Heat, The\",1995,Crime,12\nx,,,\"\",0\n",
            to: ListFiles.movies
        )
        #expect(try ListFiles.ratingCounts(in: folder.path) == ["1": 12, "x": 0])
    }

    @Test(
        "a file that is none of ours ends with its line",
        arguments: [
            ("user_id,rank,movie_id,score\n", 1, "the columns are not those"),
            ("a,b,c,d,e\n1,1,1,1,model\n", 1, "the columns are not those"),
            ("user_id,rank,movie_id,score,source\n1,first,2,0.5,model\n", 2, "rank \"first\""),
            ("user_id,rank,movie_id,score,source\n1,1\n", 2, "the columns are not those"),
            (header + "1,2,7,0.5,model\n1,3,8,0.5,model\n", 2, "rank 2 of \"1\" is out of order"),
            (header + "1,1,7,0.5,model\n1,3,8,0.5,model\n", 3, "rank 3 of \"1\" is out of order"),
            (header + "1,1,7,0.5,model\n2,2,8,0.5,model\n", 3, "rank 2 of \"2\" is out of order"),
            (header + "1,0,7,0.5,model\n", 2, "rank 0 of \"1\" is out of order"),
        ]
    )
    func malformed(text: String, line: Int, reason: String) throws {
        let folder = try HeldFolder()
        try folder.write(text, to: ListFiles.userRecommendations)
        let error = try #require(throws: CSVError.self) { try read(folder, first: 10) }
        #expect("\(error)".contains(":\(line): \(reason)"), "\(error)")
    }

    @Test("a file of nothing, and a text that is no UTF-8, are told", arguments: [0, 2])
    func bytes(place: Int) throws {
        let folder = try HeldFolder()
        var fields: [[UInt8]] = ["1", "1", "7", "0.5", "model"].map { Array($0.utf8) }
        fields[place].append(0xff)
        let bytes = Array(Self.header.utf8) + fields.joined(separator: [UInt8(ascii: ",")])
        try Data(bytes).write(to: URL(filePath: "\(folder.path)/\(ListFiles.userRecommendations)"))
        let error = try #require(throws: CSVError.self) { try read(folder, first: 10) }
        #expect("\(error)".hasSuffix("is not valid UTF-8"), "\(error)")
        try folder.write("", to: ListFiles.userRecommendations)
        #expect(throws: CSVError.self) { try read(folder, first: 10) }
    }

    /// Each list as its id and then its movies.
    private func read(_ folder: HeldFolder, first k: Int) throws -> [[String]] {
        var lists: [[String]] = []
        try ListFiles.forEachList(
            of: ListFiles.userRecommendations,
            in: folder.path,
            first: k
        ) { lists.append([$0] + $1) }
        return lists
    }
}
