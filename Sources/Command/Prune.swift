import ArgumentParser
import NightlyJob
import Publishing

struct Prune: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Delete old runs, old rejected ones and what killed ones have left; never the current one."
    )

    @Option(help: "How many of the newest runs stay, and how many of the newest rejected ones.")
    var keep: Int

    @Option(help: "Where runs are published.")
    var output = JobSettings.defaultOutput

    @OptionGroup var log: LogOptions

    func validate() throws {
        guard keep >= 1 else { throw ValidationError("--keep must be at least 1") }
    }

    func run() throws {
        for name in try RunFolder.prune(output, keeping: keep) {
            log.observer.logger.notice("deleted", metadata: ["run": "\(name)"])
        }
    }
}
