import Fixtures
import Foundation
import Publishing
import Ratings
import Testing

@testable import NightlyJob

@Suite("verifying a published run")
struct RunVerificationTests {
    @Test("a run keeps every promise, with and without seen movies", arguments: [false, true])
    func sound(includesSeen: Bool) throws {
        let folder = try Self.published(includesSeen: includesSeen)
        #expect(try Self.breaches(of: folder) == [])
    }

    @Test("what a run says of itself is compared with what is there")
    func report() throws {
        let folder = try Self.published()
        try folder.edit("run/report.json") {
            $0.replacing("\"short_user_lists\" : 0", with: "\"short_user_lists\" : 3")
        }
        #expect(
            try Self.breaches(of: folder) == [
                "report.json: has another SHA-256 than datapackage.json says",
                "user_recommendations.csv: 0 short lists, not 3",
            ]
        )
    }

    @Test("scores that the saved model does not give are told, row by row")
    func scores() throws {
        let folder = try Self.published()
        let row = try folder.text("run/user_recommendations.csv").split(separator: "\n")[1]
        let fields = row.split(separator: ",").map(String.init)
        let score = try #require(Double(fields[3]))
        let raised = ([fields[0], fields[1], fields[2], "\(score + 0.0001)", fields[4]]).joined(
            separator: ","
        )
        try folder.edit("run/user_recommendations.csv") { $0.replacing(row, with: raised) }
        let breaches = try Self.breaches(of: folder).dropFirst()
        #expect(breaches.count == 1)
        #expect(
            breaches.first?.hasPrefix(
                "user_recommendations.csv:2: score \(score + 0.0001) where the model gives \(score)"
                    .prefix(60)
            ) == true
        )
    }

    @Test("a better movie that was left out is told")
    func leftOut() throws {
        let folder = try Self.published()
        // The first list without its best row, ranks closed up.
        try folder.edit("run/movie_neighbours.csv") { text in
            var lines = Self.lines(of: text)
            lines.remove(at: 1)
            for rank in 2...7 {
                lines[rank - 1].replace(",\(rank),", with: ",\(rank - 1),", maxReplacements: 1)
            }
            return lines.joined(separator: "\n")
        }
        let breaches = try Self.breaches(of: folder)
        #expect(breaches.contains { $0.hasSuffix("has 6 rows where 7 are expected") })
        #expect(breaches.contains { $0.hasSuffix("should stand above this one") })
    }

    @Test("co-raters, titles and rating counts are those of the model's ratings")
    func columns() throws {
        let folder = try Self.published()
        try folder.edit("run/movie_neighbours.csv") { text in
            var lines = Self.lines(of: text)
            var fields = lines[1].split(separator: ",").map(String.init)
            fields[6] = "Another Film"
            fields[7] = "999"
            lines[1] = fields.joined(separator: ",")
            return lines.joined(separator: "\n")
        }
        let breaches = try Self.breaches(of: folder)
        #expect(
            breaches.contains {
                $0.hasPrefix("movie_neighbours.csv:2: \"Another Film\" where \"Synthetic")
            }
        )
        #expect(breaches.contains { $0.hasPrefix("movie_neighbours.csv:2: 999 co-raters where ") })
        try folder.edit("run/movies.csv") {
            $0.replacing("Synthetic Film 3 ", with: "Synthetic Film 4 ")
        }
        #expect(
            try Self.breaches(of: folder).contains(
                "movies.csv: tells of other movies or ratings than the model"
            )
        )
    }

    @Test("years and genres are those of the model's catalogue")
    func catalogue() throws {
        for column in [2, 3] {
            let folder = try Self.published()
            try folder.edit("run/movies.csv") { text in
                var lines = Self.lines(of: text)
                var fields = lines[1].split(separator: ",", omittingEmptySubsequences: false)
                fields[column] = column == 2 ? "1802" : "Polka"
                lines[1] = fields.joined(separator: ",")
                return lines.joined(separator: "\n")
            }
            #expect(
                try Self.breaches(of: folder).contains(
                    "movies.csv: tells of other movies or ratings than the model"
                )
            )
        }
    }

    @Test(
        "co-raters are whole numbers in every row, sampled or not",
        arguments: ["-1", "x", "1.5"]
    )
    func coRaters(count: String) throws {
        let folder = try Self.published()
        try folder.edit("run/movie_neighbours.csv") { text in
            var lines = Self.lines(of: text)
            let fields = lines[3].split(separator: ",").dropLast() + [Substring(count)]
            lines[3] = fields.joined(separator: ",")
            return lines.joined(separator: "\n")
        }
        let breaches = try Self.breaches(of: folder, sampleCount: 0)
        let reason = "co_raters \"\(count)\" is not a whole number from 0"
        #expect(breaches.contains("movie_neighbours.csv:4: \(reason)"), "\(breaches)")
    }

    @Test("a truncated file is told with its last line")
    func truncated() throws {
        let folder = try Self.published()
        try folder.edit("run/user_recommendations.csv") { String($0.dropLast(120)) }
        let breaches = try Self.breaches(of: folder)
        #expect(breaches.count > 3)
        #expect(
            breaches.contains {
                $0.contains("user_recommendations.csv: has ") && $0.contains(" bytes, not ")
            }
        )
        #expect(
            breaches.contains {
                $0.contains("rows where 7 are expected") || $0.contains("fields where")
            }
        )
    }

    @Test("a quote that never ends is told by its own file and line, not as a fault of the model")
    func quote() throws {
        for file in ["movies.csv", "user_recommendations.csv", "movie_neighbours.csv"] {
            let folder = try Self.published()
            try folder.edit("run/\(file)") { text in
                var lines = Self.lines(of: text)
                lines[5] = "\"" + lines[5]
                return lines.joined(separator: "\n")
            }
            let fault = "\(file):6: the quoted field that begins here never ends"
            let breaches = try Self.breaches(of: folder)
            #expect(breaches.contains(fault), "\(breaches)")
        }
    }

    @Test("a model that is damaged, missing or a link is told, and nothing crashes")
    func model() throws {
        for file in [
            "user_movie.safetensors", "interactions.safetensors", "settings.json", "users.csv",
        ] {
            let folder = try Self.published()
            try folder.write("", to: "run/model/\(file)")
            #expect(try Self.breaches(of: folder).count >= 2, "\(file)")
            try folder.remove("run/model/\(file)")
            #expect(try Self.breaches(of: folder).count >= 2, "\(file)")
        }
        let folder = try Self.published()
        try folder.remove("run/model")
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/run/model",
            withDestinationPath: "/"
        )
        #expect(try Self.breaches(of: folder).first == "model: is not a plain file")
    }

    @Test("a folder that is no run, or none at all, is an error")
    func noRun() throws {
        let folder = try HeldFolder()
        #expect(
            try Self.breaches(of: folder, "") == ["datapackage.json: is missing or cannot be read"]
        )
        #expect(throws: VerificationError.missing("/nonexistent")) {
            try RunVerification.verify("/nonexistent", sampleCount: 1, seed: 1) { _ in }
        }
    }

    private static func lines(of text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    /// A small run, linked as `run`.
    private static func published(includesSeen: Bool = false) throws -> HeldFolder {
        let folder = try HeldFolder()
        var synthesis = Synthesis()
        synthesis.userCount = 30
        synthesis.movieCount = 24
        synthesis.ratingCount = 240
        try synthesis.write(to: "\(folder.path)/data")
        var settings = JobSettings(
            input: InputFiles(
                ratings: "\(folder.path)/data/ratings.csv",
                movies: "\(folder.path)/data/movies.csv"
            )
        )
        settings.recipe = .tiny
        settings.top = 7
        settings.includesSeen = includesSeen
        settings.evaluates = false
        settings.output = "\(folder.path)/output"
        let run = try NightlyJob(settings, observer: .silent).run()
        try FileManager.default.createSymbolicLink(
            atPath: "\(folder.path)/run",
            withDestinationPath: run
        )
        return folder
    }

    /// All that is said of a run; every list is scored once more, or as many as are asked for.
    private static func breaches(
        of folder: HeldFolder,
        _ run: String = "run",
        sampleCount: Int = 1000
    ) throws -> [String] {
        var breaches: [String] = []
        do {
            try RunVerification.verify("\(folder.path)/\(run)", sampleCount: sampleCount, seed: 1) {
                breaches.append("\($0)")
            }
            #expect(breaches.isEmpty)
        } catch {
            #expect(error == .broken("\(folder.path)/\(run)", count: breaches.count))
        }
        return breaches
    }
}
