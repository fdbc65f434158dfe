import ArgumentParser
import NightlyJob

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Check a file of ratings, and the files it goes with: all faults, with their lines."
    )

    @Argument(help: "The file of ratings.")
    var file: String?

    @OptionGroup(title: "Input") var input: InputOptions

    @Option(help: "A file to make for the wrong records as they stand: file,line,reason,record.")
    var rejects: String?

    func run() throws {
        let settings = try file.map(input.settings(ratings:)) ?? input.settings()
        try InputCheck.run(settings, rejects: rejects) { print($0) }
    }
}
