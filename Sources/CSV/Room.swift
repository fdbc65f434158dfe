import Glibc

/// Memory that grows only when it is told to, so that appending does nothing but append.
///
/// Swift's arrays look at their owner and their capacity at each `append`: for a few bytes at a time
/// that costs more than the bytes.
struct Room<Element: BitwiseCopyable>: ~Copyable {
    private var memory = UnsafeMutableBufferPointer<Element>.allocate(capacity: 64)
    private(set) var count = 0

    deinit { memory.deallocate() }

    /// Makes room for so many more elements.
    mutating func reserve(_ more: Int) {
        let needed = count + more
        guard needed > memory.count else { return }
        let larger = UnsafeMutableBufferPointer<Element>.allocate(capacity: 2 * needed)
        _ = larger.update(fromContentsOf: self[0..<count])
        memory.deallocate()
        memory = larger
    }

    /// Appends to room that was reserved.
    mutating func append(_ element: Element) {
        memory[count] = element
        count += 1
    }

    /// Appends bytes to room that was reserved.
    mutating func append(_ bytes: UnsafeRawPointer, _ byteCount: Int) where Element == UInt8 {
        guard let base = memory.baseAddress else { return }
        memcpy(base + count, bytes, byteCount)
        count += byteCount
    }

    /// Drops the first elements; those behind them move to the beginning.
    mutating func dropFirst(_ dropped: Int) {
        count -= dropped
        _ = memory.update(fromContentsOf: memory[dropped..<dropped + count])
    }

    subscript(place: Int) -> Element {
        get { memory[place] }
        set { memory[place] = newValue }
    }

    /// Some elements, valid until the room changes.
    subscript(range: Range<Int>) -> UnsafeBufferPointer<Element> {
        UnsafeBufferPointer(rebasing: memory[range])
    }
}
