import Foundation
import Publishing
import Synchronization

/// The wish that a long search come to its end with what it has found: the first SIGINT or SIGTERM.
///
/// The second one ends the process.
enum StopRequest {
    private static let wasMade = Atomic(false)

    /// Whether there has been one since `listen`.
    static var isMade: Bool { wasMade.load(ordering: .relaxed) }

    /// From now on the first signal is a request.
    static func listen() {
        Signals.listen { signal in
            guard !wasMade.exchange(true, ordering: .relaxed) else { _exit(128 + signal) }
            TwoTowerCommand.complain("ends after this trial, or at once if told again")
        }
    }
}
