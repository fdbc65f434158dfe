import CSV
import Foundation

/// One run at a time for each output folder.
package enum OutputLock {
    /// Runs `body` while no other process holds the folder; removes what killed runs have left there.
    ///
    /// - Parameters:
    ///   - output: The folder, made if it does not exist.
    ///   - body: Runs once, if the lock is free.
    /// - Returns: What `body` returns.
    /// - Throws: `PublishingError.locked` at once if another process holds the folder, or another
    ///   `PublishingError` if nothing can be published there; then what `body` throws.
    package static func hold<Result>(
        _ output: String,
        _ body: () throws -> Result
    ) throws -> Result {
        try RunFolder.makeFolder(output, withParents: true)
        return try FolderLock.hold(output) {
            try RunFolder.refuseToReplaceOthers(in: output)
            guard access(output, W_OK) == 0 else {
                throw PublishingError.refused(path: output, reason: systemReason())
            }
            try RunFolder.removeLeftovers(in: output)
            return try body()
        }
    }
}
