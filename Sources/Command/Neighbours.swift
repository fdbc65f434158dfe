import ArgumentParser
import NightlyJob
import Publishing

struct Neighbours: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Show one movie's neighbours, and why: co-raters, lift, the rank of the night before."
    )

    @Argument(help: "The movie's id, or its title, whole or in part.")
    var movie: String

    @Option(help: RunPath.help)
    var model = RunPath.current

    @Option(help: "How many neighbours to show.")
    var top = 10

    func validate() throws { try ListOptions.check(top: top) }

    func run() throws {
        let lookup = Lookup(
            try ModelFolder(path: model.path),
            top: top,
            includesSeen: false,
            previousRun: try RunHistory.folder(before: model.path)
        )
        print(try lookup.neighbours(ofMovie: movie))
    }
}
