import ArgumentParser
import Foundation
import NightlyJob
import Publishing

/// The folder of a run or of saved models; a folder of output stands for its current run.
struct RunPath: ExpressibleByArgument {
    let path: String

    /// The run that is served, where no other output was asked for.
    static let current = RunPath(
        argument: "\(JobSettings.defaultOutput)/\(RunFolder.currentName)"
    )

    init(argument: String) {
        let current = "\(argument)/\(RunFolder.currentName)"
        path = FileManager.default.fileExists(atPath: current) ? current : argument
    }

    var defaultValueDescription: String { path }
}
