import ArgumentParser
import Foundation
import NightlyJob
import Publishing

struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Compare the lists of two published runs: how alike, what moved, came and went."
    )

    @Argument(help: "The folder of a run, or of output, which stands for its current run.")
    var old: RunPath

    @Argument(help: "The folder of another.")
    var new = RunPath.current

    @Option(help: "How many of the lists that changed most to show, of each file.")
    var movers = 10

    @Flag(help: "Print one JSON object instead of tables.")
    var json = false

    func validate() throws {
        guard movers >= 0 else { throw ValidationError("--movers must not be negative") }
    }

    func run() throws {
        let difference = try RunDifference(from: old.path, to: new.path, moverCount: movers)
        guard json else { return print(difference) }
        print(String(decoding: try JSONEncoder.readable.encode(difference), as: UTF8.self))
    }
}
