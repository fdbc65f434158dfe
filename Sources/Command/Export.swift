import ArgumentParser
import Cores
import NightlyJob

struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Publish everybody's lists from saved models, without training."
    )

    @Option(help: RunPath.help)
    var model: RunPath

    @OptionGroup(title: "Lists") var lists: ListOptions

    @OptionGroup(title: "Gates") var gates: GateOptions

    @Option(help: "Where runs are published.")
    var output = JobSettings.defaultOutput

    @Option(help: "The most cores to use. (default: all)")
    var threads: Int?

    @OptionGroup var supervision: SupervisionOptions

    @OptionGroup var log: LogOptions

    func validate() throws {
        guard (threads ?? 1) >= 1 else { throw ValidationError("--threads must be at least 1") }
    }

    func run() throws {
        if let threads { Cores.limit = threads }
        var settings = JobSettings.exporting(from: model.path)
        lists.apply(to: &settings)
        gates.apply(to: &settings)
        supervision.apply(to: &settings)
        settings.output = output
        let job = NightlyJob(settings, observer: log.observer)
        try supervision.watch(log.observer) {
            try job.export(ModelFolder.whole(at: model.path))
        }
    }
}
