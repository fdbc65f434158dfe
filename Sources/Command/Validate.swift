import ArgumentParser
import NightlyJob
import Publishing

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Check a file of ratings, and the files it goes with: all faults, with their lines."
    )

    @Argument(help: "The file of ratings.")
    var file: String?

    @OptionGroup(title: "Input") var input: InputOptions

    @Option(
        help: "Where the wrong records go as they stand, anew each time: file,line,reason,record."
    )
    var rejects: String?

    func validate() throws {
        guard file == nil || input.ratings == nil else {
            throw ValidationError("either FILE or --ratings FILE, not both")
        }
        let files = [file, input.ratings, input.movies, input.users, input.pairs]
        if let rejects, files.contains(where: { $0.map { isSameFile($0, rejects) } ?? false }) {
            throw ValidationError("--rejects must not name a file that is to be checked")
        }
    }

    func run() throws {
        let settings = try file.map(input.settings(ratings:)) ?? input.settings()
        try InputCheck.run(settings, rejects: rejects) { print($0.onOneLine) }
    }
}
