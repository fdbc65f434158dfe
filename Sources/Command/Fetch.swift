import ArgumentParser
import Foundation
import NightlyJob

struct Fetch: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Bring a public data set onto this machine as ratings.csv and movies.csv.",
        discussion: """
            Sources in turn: the folder named in MOVIELENS_DIR (ml-100k and ml-latest-small \
            alone), the publisher (all), and the copy inside the PyPI wheel recbole 1.2.1 (ml-100k \
            alone). Each is verified by SHA-256.
            """
    )

    @Argument(help: "The data set.")
    var name: PublicDataset

    @Option(help: "The folder to make.")
    var into: String

    @Option(help: "The only source to ask. (default: all in turn)")
    var source: DatasetFetcher.Source?

    @OptionGroup var log: LogOptions

    func run() throws {
        let folder = ProcessInfo.processInfo.environment["MOVIELENS_DIR"]
        let source = try DatasetFetcher.fetch(
            name,
            to: into,
            from: source.map { [$0] } ?? DatasetFetcher.Source.allCases,
            movieLensFolder: folder,
            observer: log.observer
        )
        print("\(into): \(name.rawValue) from the \(source.rawValue)")
    }
}
