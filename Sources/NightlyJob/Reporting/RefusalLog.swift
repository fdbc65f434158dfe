import Ratings

/// Tells of wrong records that a job passes over: all of them where much is told, else one line.
///
/// A class, because the reader that calls it keeps it meanwhile.
final class RefusalLog {
    private let observer: JobObserver
    private(set) var count = 0
    private var first: RatingsError?

    init(_ observer: JobObserver) { self.observer = observer }

    func hear(_ record: RefusedRecord) {
        count += 1
        first = first ?? record.reason
        observer.logger.info("refused", metadata: ["record": "\(record.reason)"])
    }

    /// Warns if any record was refused.
    func warn() {
        guard let first else { return }
        observer.logger.warning(
            "\(count) record\(count == 1 ? "" : "s") refused; the first: \(first)"
        )
    }
}
