import Dispatch
import Glibc
import Synchronization

/// Work spread over the machine's cores.
///
/// Every loop here is a plain loop cut by index: results are placed by index, and callers cut their
/// work into pieces that do not depend on `limit`. So the number of cores changes how long a run
/// takes and nothing else.
package enum Cores {
    private static let limitValue = Atomic<Int>(availableCount)

    /// How many cores this process can run on at once.
    package static var availableCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The most cores that a loop may use at once, at least 1; set once, when the program starts.
    package static var limit: Int {
        get { limitValue.load(ordering: .relaxed) }
        set {
            precondition(newValue >= 1, "a job needs at least one core, not \(newValue)")
            limitValue.store(newValue, ordering: .relaxed)
        }
    }

    /// Runs `body` once for each index in `0..<count`, on up to `limit` cores, and waits for all.
    ///
    /// - Parameters:
    ///   - count: How many times to run; 0 does nothing.
    ///   - body: Must not write anything that another index reads or writes.
    package static func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
        let workerCount = min(limit, count)
        guard workerCount > 1 else {
            for index in 0..<count { body(index) }
            return
        }
        let next = Counter()
        DispatchQueue.concurrentPerform(iterations: workerCount) { _ in
            while let index = next.take(below: count) { body(index) }
        }
    }

    /// The results of `body` for each index in `0..<count`, in the order of the indices.
    ///
    /// - Throws: The error of the lowest index that threw; every index has run by then.
    package static func map<Element: Sendable, Failure: Error>(
        _ count: Int,
        _ body: @Sendable (Int) throws(Failure) -> Element
    ) throws(Failure) -> [Element] {
        var results = [Result<Element, Failure>?](repeating: nil, count: count)
        mutateEach(&results) { index, result in
            do throws(Failure) {
                result = .success(try body(index))
            } catch {
                result = .failure(error)
            }
        }
        var elements: [Element] = []
        elements.reserveCapacity(count)
        for case .some(let result) in results { elements.append(try result.get()) }
        return elements
    }

    /// Runs `body` once for each element, which only it may change, on up to `limit` cores.
    package static func mutateEach<Element>(
        _ elements: inout [Element],
        _ body: @Sendable (Int, inout Element) -> Void
    ) {
        elements.withUnsafeMutableBufferPointer { buffer in
            // Each index is taken by exactly one worker, so no two touch the same element.
            nonisolated(unsafe) let base = buffer
            forEach(buffer.count) { index in body(index, &base[index]) }
        }
    }

    /// Cuts `0..<count` into consecutive ranges of `size`; the last may be shorter.
    package static func ranges(of count: Int, size: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    }
}

/// Hands out 0, 1, 2, … to whichever worker asks next.
private final class Counter: Sendable {
    private let value = Atomic<Int>(0)

    func take(below end: Int) -> Int? {
        let taken = value.wrappingAdd(1, ordering: .relaxed).oldValue
        return taken < end ? taken : nil
    }
}
