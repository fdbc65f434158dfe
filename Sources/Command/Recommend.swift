import ArgumentParser
import NightlyJob

struct Recommend: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show one user's list from a saved model or a published run."
    )

    @Option(help: "The user's id.")
    var user: String

    @Option(help: "A folder made by train, or a published run.")
    var model = "\(JobSettings.defaultOutput)/current"

    @Option(help: "How many movies to show.")
    var top = 10

    @Flag(help: "Let the list hold movies that the user has rated.")
    var includeSeen = false

    func validate() throws { try ListOptions.check(top: top) }

    func run() throws {
        let lookup = Lookup(try ModelFolder(path: model), top: top, includesSeen: includeSeen)
        print(try lookup.recommendations(forUser: user))
    }
}
