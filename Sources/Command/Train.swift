import ArgumentParser
import NightlyJob

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Train both models on everything and save them; publish nothing."
    )

    @OptionGroup(title: "Input") var input: InputOptions
    @OptionGroup(title: "Training") var training: TrainingOptions
    @OptionGroup(title: "Training") var moment: MomentOption

    @Option(help: "The folder to make for the models.")
    var model: String

    @OptionGroup var log: LogOptions

    func run() throws {
        var settings = try input.settings()
        training.apply(to: &settings)
        moment.apply(to: &settings)
        let job = NightlyJob(settings, observer: log.observer)
        try job.trainOnly(to: model)
    }
}
