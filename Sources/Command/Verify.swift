import ArgumentParser
import NightlyJob

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a published run: files, hashes, every row, and the scores of random lists."
    )

    @Argument(help: "The folder of a run, or of output, which stands for its current run.")
    var folder = RunPath.current

    @Option(help: "How many lists of each file to score once more from the saved model.")
    var sample = 100

    @Option(help: "Draws those lists.")
    var seed = JobSettings.defaultSeed

    func validate() throws {
        guard sample >= 0 else { throw ValidationError("--sample must not be negative") }
    }

    func run() throws {
        try RunVerification.verify(folder.path, sampleCount: sample, seed: seed) {
            print("\($0)".onOneLine)
        }
    }
}
