import Fixtures
import Foundation
import Ratings
import Testing

@testable import NightlyJob

@Suite("fetching public data sets")
struct DatasetFetcherTests {
    /// `MOVIELENS_DIR`, or the folder `shared/data` beside the package.
    private static let realFolder =
        ProcessInfo.processInfo.environment["MOVIELENS_DIR"]
        ?? URL(fileURLWithPath: #filePath)
        .appendingPathComponent("../../../../shared/data").standardized.path

    private static var hasRealData: Bool {
        FileManager.default.fileExists(atPath: realFolder + "/ml-100k/u.data")
    }

    @Test("a folder with other files is refused with both hashes, and nothing is made")
    func wrongHash() throws {
        let folder = try HeldFolder()
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/ml-100k",
            withIntermediateDirectories: false
        )
        try folder.write("abc", to: "ml-100k/u.data")
        let error = try #require(throws: FetchError.self) {
            _ = try DatasetFetcher.fetch(
                .ml100k,
                to: "\(folder.path)/data",
                from: [.folder],
                movieLensFolder: folder.path,
                observer: .silent
            )
        }
        // SHA-256 of "abc".
        let hash = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        #expect(error.description.hasPrefix("ml-100k: no source answered\n  folder: "))
        #expect(error.description.contains("\(folder.path)/ml-100k/u.data has SHA-256 \(hash)"))
        #expect(error.description.contains("expected 06416e597f82"))
        #expect(try folder.names() == ["ml-100k"])
    }

    @Test("without a folder, or without the files in it, the reason is told")
    func noFolder() throws {
        let folder = try HeldFolder()
        for (path, reason) in [
            (nil, "MOVIELENS_DIR is not set"), (folder.path, "u.data cannot be read"),
        ] {
            let error = try #require(throws: FetchError.self) {
                _ = try DatasetFetcher.fetch(
                    .ml100k,
                    to: "\(folder.path)/data",
                    from: [.folder],
                    movieLensFolder: path,
                    observer: .silent
                )
            }
            #expect(error.description.contains(reason))
        }
    }

    @Test("MovieLens 100K comes whole from a folder", .enabled(if: hasRealData))
    func realData() throws {
        let folder = try HeldFolder()
        let source = try DatasetFetcher.fetch(
            .ml100k,
            to: "\(folder.path)/data",
            from: [.folder],
            movieLensFolder: Self.realFolder,
            observer: .silent
        )
        #expect(source == .folder)
        let dataset = try DatasetReader.read(
            InputFiles(
                ratings: "\(folder.path)/data/ratings.csv",
                movies: "\(folder.path)/data/movies.csv"
            )
        ).dataset
        // As the publisher's u.info counts them.
        #expect(dataset.users.count == 943)
        #expect(dataset.catalogue.count == 1_682)
        #expect(dataset.interactions.count == 100_000)
        let row = try #require(dataset.catalogue.vocabulary.row(of: "50"))
        #expect(dataset.catalogue[row].title == "Star Wars (1977)")
        #expect(dataset.interactions.raterCounts[row.index] == 583)
    }
}
