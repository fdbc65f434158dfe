import ArgumentParser
import CSV
import Foundation
import LinearAlgebra
import NightlyJob
import Publishing
import Ratings
import TwoTower

/// `twotower`: flags in, exit code out.
@main
struct TwoTowerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "twotower",
        abstract:
            "Trains two retrieval models on ratings and writes everybody's top-N lists to CSV.",
        subcommands: [
            Run.self, Train.self, Export.self, Evaluate.self, Tune.self, Recommend.self,
            Neighbours.self, Validate.self, Verify.self, Diff.self, Rollback.self, Prune.self,
            Fetch.self, Synthesize.self,
        ]
    )

    /// The one place where an error becomes a line on stderr and an exit code.
    static func main() {
        StandardStreams.openMissing()
        MatrixKernels.startAgainWithBetter()
        do {
            try refuseEmptyValues(in: Array(CommandLine.arguments.dropFirst()))
            var command = try parseAsRoot(CommandLine.arguments.dropFirst().map { $0 })
            try command.run()
            try StandardStreams.finishOutput()
        } catch let error where ExitCode(describing: error) == nil {
            exit(withError: error)
        } catch {
            let code = ExitCode(describing: error)?.rawValue ?? ExitCode.failure.rawValue
            // Only a fetch has more to tell than one line holds: a line for each source.
            let text = "\(error)"
            complain(error is FetchError ? text.split(separator: "\n").map(String.init) : [text])
            Foundation.exit(code)
        }
    }

    /// No flag and no argument means anything by an empty text; a script's unset variable does not mean it.
    private static func refuseEmptyValues(in arguments: [String]) throws {
        for (place, argument) in arguments.enumerated() {
            if argument.isEmpty {
                let flag = place > 0 && arguments[place - 1].hasPrefix("--")
                throw ValidationError("\(flag ? arguments[place - 1] : "an argument") is empty")
            }
            if argument.hasPrefix("--"), argument.firstIndex(of: "=") == argument.indices.last {
                throw ValidationError("\(argument.dropLast()) is empty")
            }
        }
    }

    /// A line on stderr, whatever the text holds.
    static func complain(_ text: String) { complain([text]) }

    private static func complain(_ lines: [String]) {
        let text = lines.map { $0.onOneLine + "\n" }.joined()
        StandardStreams.tell("twotower: \(text)")
    }
}

extension ExitCode {
    /// What went wrong, as README.md lists it; `nil` for errors that ArgumentParser explains.
    init?(describing error: any Error) {
        switch error {
        case is JobFileError, is SynthesisError: self = .validationFailure
        case VerificationError.missing, ModelFolderError.missing: self = ExitCode(66)
        case PublishingError.locked: self = ExitCode(75)
        case CSVError.unwritable, is PublishingError: self = ExitCode(74)
        case is CSVError, is RatingsError, is TensorFileError, is ModelFolderError,
            is InputCheckError, is Breach, is VerificationError,
            RetentionError.damaged:
            self = ExitCode(65)
        case is LookupError, is RetentionError: self = ExitCode(66)
        case is FetchError: self = ExitCode(69)
        case is TrainingError: self = ExitCode(70)
        case is ResourceError: self = ExitCode(71)
        case is GatesClosed: self = ExitCode(76)
        default: return nil
        }
    }
}
