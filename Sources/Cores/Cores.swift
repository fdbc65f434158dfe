import Dispatch
import FoundationEssentials
import Glibc
import Synchronization

/// Work spread over the machine's cores.
///
/// Every loop here is a plain loop cut by index: results are placed by index, and callers cut their
/// work into pieces that do not depend on `limit`. So the number of cores changes how long a run
/// takes and nothing else.
package enum Cores {
    private static let limitValue = Atomic<Int>(availableCount)

    /// How many cores this process can keep busy at once: those that it may run on, or fewer where a
    /// control group has a quota, as in a container.
    package static var availableCount: Int {
        ([allowedCount] + ControlGroup.own.compactMap(\.coreCount)).min() ?? 1
    }

    private static var allowedCount: Int {
        let name = "Cpus_allowed:"
        // Where the kernel tells nothing, all cores count that are there.
        let lines = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        guard let mask = lines.split(separator: "\n").first(where: { $0.hasPrefix(name) }) else {
            return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        }
        return mask.dropFirst(name.count).reduce(0) { count, digit in
            count + (digit.hexDigitValue ?? 0).nonzeroBitCount
        }
    }

    /// The most cores that all loops together may use at once, at least 1; set once, when the
    /// program starts.
    package static var limit: Int {
        get { limitValue.load(ordering: .relaxed) }
        set {
            precondition(newValue >= 1, "a job needs at least one core, not \(newValue)")
            limitValue.store(newValue, ordering: .relaxed)
        }
    }

    /// Runs `body` once for each index in `0..<count`, on the cores that are free, and waits for all.
    ///
    /// A loop inside another stays on its core.
    ///
    /// - Parameters:
    ///   - count: How many times to run; 0 does nothing.
    ///   - body: Must not write anything that another index reads or writes.
    package static func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
        let helperCount = helpers.take(upTo: min(limit, count) - 1, of: limit - 1)
        guard helperCount > 0 else {
            for index in 0..<count { body(index) }
            return
        }
        let (next, finished) = (Counter(), Counter())
        DispatchQueue.concurrentPerform(iterations: helperCount + 1) { _ in
            while let index = next.take(below: count) { body(index) }
            // Whoever is the last goes on as the caller's thread; the others are free.
            if finished.take(below: helperCount) != nil { helpers.giveBack() }
        }
    }

    /// The cores in use, but for the one that the program began on.
    private static let helpers = Helpers()

    /// The results of two pieces of work that run at the same time, where there are cores for both.
    ///
    /// When one is done, the loops of the other find its core free.
    ///
    /// - Throws: The error of the first, or else of the second.
    package static func both<First, Second: Sendable, Failure: Error>(
        _ first: () throws(Failure) -> First,
        _ second: @Sendable () throws(Failure) -> Second
    ) throws(Failure) -> (First, Second) {
        guard helpers.take(upTo: 1, of: limit - 1) == 1 else { return (try first(), try second()) }
        // A loop inside a loop would stay on one core; a task of its own may spread.
        let errand = Errand<Second, Failure>()
        let finished = Counter()
        let outcome = withoutActuallyEscaping(second) { second in
            DispatchQueue.global().async(group: errand.group) {
                errand.run(second)
                if finished.take(below: 1) != nil { helpers.giveBack() }
            }
            let outcome = Result { () throws(Failure) in try first() }
            if finished.take(below: 1) != nil { helpers.giveBack() }
            errand.group.wait()
            return outcome
        }
        return (try outcome.get(), try errand.result().get())
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

    /// Runs `body` once for each element, which only it may change, on the cores that are free.
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

    /// The elements of some arrays, one array after the other.
    package static func joined<Element: BitwiseCopyable & Sendable>(_ arrays: [[Element]])
        -> [Element]
    {
        var starts = [0]
        for array in arrays { starts.append(starts[starts.count - 1] + array.count) }
        let count = starts[arrays.count]
        return Array(unsafeUninitializedCapacity: count) { buffer, initializedCount in
            // Each array has a part of the buffer of its own.
            nonisolated(unsafe) let base = buffer
            forEach(arrays.count) { [starts] number in
                _ = base[starts[number]..<starts[number + 1]].initialize(
                    fromContentsOf: arrays[number]
                )
            }
            initializedCount = count
        }
    }

    /// Cuts `0..<count` into consecutive ranges of `size`; the last may be shorter.
    package static func ranges(of count: Int, size: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    }
}

/// A piece of work on another thread, and what came of it.
private final class Errand<Value: Sendable, Failure: Error>: Sendable {
    let group = DispatchGroup()
    private let outcome = Mutex<Result<Value, Failure>?>(nil)

    func run(_ work: () throws(Failure) -> Value) {
        let result = Result { () throws(Failure) in try work() }
        outcome.withLock { $0 = result }
    }

    /// Once it is done.
    func result() -> Result<Value, Failure> {
        guard let result = outcome.withLock({ $0 }) else { preconditionFailure("not done yet") }
        return result
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

/// Counts how many cores help beside the one that the program began on.
private final class Helpers: Sendable {
    private let busyCount = Atomic<Int>(0)

    /// Takes as many as are free, up to a number.
    func take(upTo wished: Int, of all: Int) -> Int {
        guard wished > 0 else { return 0 }
        while true {
            let busy = busyCount.load(ordering: .relaxed)
            let taken = max(0, min(wished, all - busy))
            let (isTaken, _) = busyCount.weakCompareExchange(
                expected: busy,
                desired: busy + taken,
                ordering: .relaxed
            )
            if isTaken { return taken }
        }
    }

    func giveBack() { busyCount.subtract(1, ordering: .relaxed) }
}
