import ArgumentParser
import Foundation
import NightlyJob
import Publishing

/// The folder of a run or of saved models; a folder of output stands for its current run.
struct RunPath: ExpressibleByArgument {
    let path: String

    static let help: ArgumentHelp =
        "The folder of a model, of a run, or of output, which stands for its current run."

    /// The run that is served, where no other output was asked for.
    static let current = RunPath(
        argument: "\(JobSettings.defaultOutput)/\(RunFolder.currentName)"
    )

    init(argument: String) {
        let current = NSString(string: argument).appendingPathComponent(RunFolder.currentName)
        path = RunFolder.isLink(current) ? current : argument
    }

    var defaultValueDescription: String { path }
}
