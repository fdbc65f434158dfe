import Foundation
import Publishing
import Synchronization

/// The first SIGINT or SIGTERM: a long search then ends with what it has found.
///
/// The second one ends the process at once.
enum StopRequest {
    private static let wasMade = Atomic(false)

    /// Whether there has been one since `listen`.
    static var isMade: Bool { wasMade.load(ordering: .relaxed) }

    /// From now on the first signal is a request.
    static func listen() {
        Signals.listen { number in
            guard !wasMade.exchange(true, ordering: .relaxed) else { _exit(128 + number) }
            TwoTowerCommand.complain("ends after this trial, or at once if told again")
        }
    }
}
