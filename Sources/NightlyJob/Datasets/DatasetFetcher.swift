import Foundation
import Publishing
import Ratings

/// Brings a public data set onto this machine as `ratings.csv` and `movies.csv`.
///
/// Sources in turn: the folder that `MOVIELENS_DIR` names, for the sets whose unpacked files have
/// known hashes (ml-100k and ml-latest-small); the publisher's archive, for all; and the copy inside
/// the PyPI wheel `recbole` 1.2.1, for ml-100k. Each is verified by SHA-256.
package struct DatasetFetcher {
    /// Where data can come from.
    package enum Source: String, CaseIterable, Sendable {
        case folder, publisher, wheel
    }

    private let dataset: PublicDataset
    private let movieLensFolder: String?
    private let temporary: String

    private init(_ dataset: PublicDataset, movieLensFolder: String?, temporary: String) {
        self.dataset = dataset
        self.movieLensFolder = movieLensFolder
        self.temporary = temporary
    }

    /// Fetches a data set.
    ///
    /// - Parameters:
    ///   - dataset: Which one.
    ///   - path: The folder to make; it must not exist.
    ///   - sources: Which to try, in this order.
    ///   - movieLensFolder: A folder that holds `ml-100k/` and so on; `nil` if there is none.
    ///   - observer: Hears why a source did not answer.
    /// - Returns: The source that answered.
    /// - Throws: `FetchError` if none did; `PublishingError` if the folder cannot be made.
    package static func fetch(
        _ dataset: PublicDataset,
        to path: String,
        from sources: [Source] = Source.allCases,
        movieLensFolder: String?,
        observer: JobObserver
    ) throws -> Source {
        try WholeFolder.check(path)
        let temporary = NSTemporaryDirectory() + "twotower-" + UUID().uuidString
        try RunFolder.makeFolder(temporary, withParents: true)
        // What cannot be removed from the temporary folder is the system's to clean.
        defer { try? FileManager.default.removeItem(atPath: temporary) }
        let fetcher = DatasetFetcher(
            dataset,
            movieLensFolder: movieLensFolder,
            temporary: temporary
        )
        var attempts: [String] = []
        for source in sources {
            do {
                let files = try fetcher.files(from: source)
                let read = try DatasetReader.read(files).dataset
                try DatasetFolder.write(read, to: path)
                return source
            } catch let failure as SourceFailure {
                attempts.append("\(source.rawValue): \(failure.reason)")
                observer.logger.info("\(source.rawValue): \(failure.reason)")
            }
        }
        throw FetchError(dataset: dataset, attempts: attempts)
    }

    /// Why one source has nothing for us.
    private struct SourceFailure: Error {
        let reason: String
    }

    private func files(from source: Source) throws -> InputFiles {
        switch source {
        case .folder: try filesInFolder()
        case .publisher: try filesFromPublisher()
        case .wheel: try filesInWheel()
        }
    }

    private func filesInFolder() throws -> InputFiles {
        guard let movieLensFolder else {
            throw SourceFailure(reason: "MOVIELENS_DIR is not set")
        }
        guard let hashes = dataset.fileHashes else {
            throw SourceFailure(reason: "the hashes of its files are not known")
        }
        let folder = "\(movieLensFolder)/\(dataset.rawValue)"
        let ratings = "\(folder)/\(dataset.files.ratings)"
        let movies = "\(folder)/\(dataset.files.movies)"
        try verify(ratings, hashes.ratings)
        try verify(movies, hashes.movies)
        return InputFiles(ratings: ratings, movies: movies)
    }

    private func filesFromPublisher() throws -> InputFiles {
        let archive = "\(temporary)/\(dataset.rawValue).zip"
        let address = "https://files.grouplens.org/datasets/movielens/\(dataset.rawValue).zip"
        try run([
            "curl", "--fail", "--silent", "--show-error", "--location", "--connect-timeout", "10",
            // A source that has gone silent does not answer either.
            "--speed-limit", "1000", "--speed-time", "30", "--output", archive, address,
        ])
        try verify(archive, dataset.archiveHash)
        let folder = "\(temporary)/\(dataset.rawValue)"
        let names = [dataset.files.ratings, dataset.files.movies]
        try run(
            ["unzip", "-q", archive, "-d", temporary] + names.map { "\(dataset.rawValue)/\($0)" }
        )
        return InputFiles(
            ratings: "\(folder)/\(dataset.files.ratings)",
            movies: "\(folder)/\(dataset.files.movies)"
        )
    }

    private func filesInWheel() throws -> InputFiles {
        guard dataset == .ml100k else {
            throw SourceFailure(reason: "only ml-100k is in a wheel")
        }
        try run([
            "python3", "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
            "--no-deps", "--only-binary", ":all:", "--retries", "1", "--timeout", "10", "--dest",
            temporary, "recbole==1.2.1",
        ])
        let inside = "recbole/dataset_example/ml-100k"
        let names = ["ml-100k.inter", "ml-100k.item"]
        try run(
            ["unzip", "-q", "\(temporary)/recbole-1.2.1-py3-none-any.whl", "-d", temporary]
                + names.map { "\(inside)/\($0)" }
        )
        let paths = names.map { "\(temporary)/\(inside)/\($0)" }
        try verify(
            paths[0],
            "4edb74e2a81178c2ba9ff381495f754f996c4aea351b1272ca36b43da0935eff"
        )
        try verify(
            paths[1],
            "51d7cdf777ce5c0f5b32c1d947a4a81fe07d75e78abbe761e0cd4d0756064532"
        )
        return InputFiles(ratings: paths[0], movies: paths[1])
    }

    private func verify(_ path: String, _ hash: String) throws(SourceFailure) {
        // Whatever the reason, this source has no such file for us.
        guard let digest = try? FileDigest(of: path) else {
            throw SourceFailure(reason: "\(path) cannot be read")
        }
        guard digest.sha256 == hash else {
            throw SourceFailure(reason: "\(path) has SHA-256 \(digest.sha256), expected \(hash)")
        }
    }

    private func run(_ command: [String]) throws(SourceFailure) {
        let complaints = "\(temporary)/complaints"
        let status = Subprocess.run(command, errorsTo: complaints)
        guard status != 0 else { return }
        guard status != nil else { throw SourceFailure(reason: "\(command[0]) cannot be started") }
        let text = String(
            decoding: FileManager.default.contents(atPath: complaints) ?? Data(),
            as: UTF8.self
        )
        throw SourceFailure(
            reason: text.split(separator: "\n").last.map(String.init) ?? "\(command[0]) failed"
        )
    }
}

/// Why a data set could not be fetched; one line for each source that was tried.
package struct FetchError: Error, CustomStringConvertible {
    let dataset: PublicDataset
    let attempts: [String]

    package var description: String {
        "\(dataset.rawValue): no source answered\n  " + attempts.joined(separator: "\n  ")
    }
}
