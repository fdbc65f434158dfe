import ArgumentParser
import NightlyJob

struct Neighbours: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show one movie's neighbours from a saved model or a published run."
    )

    @Argument(help: "The movie's id, or its title, whole or in part.")
    var movie: String

    @Option(help: "A folder made by train, or a published run.")
    var model = "\(JobSettings.defaultOutput)/current"

    @Option(help: "How many neighbours to show.")
    var top = 10

    func validate() throws { try ListOptions.check(top: top) }

    func run() throws {
        let lookup = Lookup(try ModelFolder(path: model), top: top, includesSeen: false)
        print(try lookup.neighbours(ofMovie: movie))
    }
}
