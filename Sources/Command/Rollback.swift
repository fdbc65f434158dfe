import ArgumentParser
import NightlyJob
import Publishing

struct Rollback: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the run before, or a named one, the current one again."
    )

    @Option(help: "Where runs are published.")
    var output = JobSettings.defaultOutput

    @Option(help: "The run to go back to. (default: the one before the current one)")
    var to: String?

    func run() throws {
        let moved = try RunFolder.rollBack(output, to: to)
        print("\(output)/current: \(moved.from ?? "nothing") -> \(moved.to)")
    }
}
