import Dispatch
import Foundation

/// SIGTERM and SIGINT, which ask a process to end.
package enum Signals {
    /// From now on they do nothing but call `body`, one after the other, while all else goes on.
    package static func listen(_ body: @escaping @Sendable (Int32) -> Void) {
        // A queue of its own has a thread of its own, also while every core is busy.
        let queue = DispatchQueue(label: "signals", qos: .userInteractive)
        for number in [SIGTERM, SIGINT] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { body(number) }
            source.activate()
            sources.append(source)
        }
    }

    /// Kept, because a source that nobody holds is silent; unsafe, but changed by `listen` alone.
    private nonisolated(unsafe) static var sources: [any DispatchSourceSignal] = []
}
