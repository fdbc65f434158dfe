import Foundation
import Synchronization

/// What SIGTERM and SIGINT do to a run: end it before it is published, or not at all.
///
/// Until the renames begin, a signal removes the folder in progress and ends the process. Once they
/// have begun the run finishes, and ends by itself soon after.
package enum Interruption {
    private enum Phase: Sendable {
        /// Nothing of the run is on disk.
        case making
        /// The folder is being filled.
        case writing(String)
        /// The run has its place.
        case settled
    }

    /// Held by whoever changes what is on disk under a final name, and for good by a signal.
    private static let phase = Mutex(Phase.making)

    /// From now on signals end the process by way of `end`.
    ///
    /// - Parameter end: Receives the signal when nothing of the run is left on disk; must end the
    ///   process without running what others have left for its exit.
    package static func listen(_ end: @escaping @Sendable (Int32) -> Never) {
        Signals.listen { number in
            phase.withLock { phase in
                switch phase {
                case .making: end(number)
                case .writing(let folder):
                    remove(folder)
                    end(number)
                case .settled: break
                }
            }
        }
    }

    /// Notes the folder that a signal must remove.
    static func willWrite(_ folder: String) { phase.withLock { $0 = .writing(folder) } }

    /// Gives a run its place; no signal comes between the steps of `body`.
    static func settle(_ body: () throws -> Void) rethrows {
        try phase.withLock { phase in
            try body()
            phase = .settled
        }
    }

    /// Removes a folder that cannot be finished.
    static func giveUp(_ folder: String) {
        phase.withLock { phase in
            // Nothing more can be done about one that cannot be removed; the next run tries again.
            try? FileManager.default.removeItem(atPath: folder)
            phase = .making
        }
    }

    /// Removes a folder that another thread is filling.
    private static func remove(_ folder: String) {
        // Under another name first: from then on nothing new can be made in it.
        let doomed = folder + ".stopped" + RunFolder.partialSuffix
        _ = rename(folder, doomed)
        for path in [doomed, folder] { try? FileManager.default.removeItem(atPath: path) }
    }
}
