import ArgumentParser
import NightlyJob

struct Recommend: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show one user's list from a saved model or a published run."
    )

    @Option(help: "The user's id.")
    var user: String?

    @Option(
        help:
            "A CSV file of what somebody has rated whom the model never saw; its movie ids alone count."
    )
    var history: String?

    @Option(help: RunPath.help)
    var model = RunPath.current

    @Option(help: "How many movies to show.")
    var top = 10

    @Flag(help: "Let the list hold movies that the user has rated.")
    var includeSeen = false

    func validate() throws {
        try ListOptions.check(top: top)
        guard (user == nil) != (history == nil) else {
            throw ValidationError("either --user ID or --history FILE is needed, and not both")
        }
    }

    func run() throws {
        let lookup = Lookup(try ModelFolder(path: model.path), top: top, includesSeen: includeSeen)
        if let user { print(try lookup.recommendations(forUser: user)) }
        if let history { print(try lookup.recommendations(forHistory: history)) }
    }
}
