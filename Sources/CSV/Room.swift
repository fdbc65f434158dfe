import Glibc

/// Memory that grows only when it is told to, so that appending does nothing but append.
///
/// Swift's arrays look at their owner and their capacity at each `append`: for a few bytes at a time
/// that costs more than the bytes.
struct Room<Element: BitwiseCopyable>: ~Copyable {
    /// Where the elements stand, valid until `reserve`.
    private(set) var start = UnsafeMutablePointer<Element>.allocate(capacity: 1)
    private var capacity = 1
    private(set) var count = 0

    deinit { start.deallocate() }

    /// All elements, valid until the room changes.
    var all: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: start, count: count) }

    /// Makes room for so many more elements.
    mutating func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        capacity = 2 * (count + more)
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
        larger.update(from: start, count: count)
        start.deallocate()
        start = larger
    }

    /// Appends to room that was reserved.
    mutating func append(_ element: Element) {
        start[count] = element
        count += 1
    }

    /// Appends bytes to room that was reserved.
    mutating func append(_ bytes: UnsafeRawPointer, _ byteCount: Int) where Element == UInt8 {
        memcpy(start + count, bytes, byteCount)
        count += byteCount
    }

    /// Appends bytes to room that was reserved.
    mutating func append(_ bytes: Slice<UnsafeRawBufferPointer>) where Element == UInt8 {
        guard let base = bytes.base.baseAddress else { return }
        append(base + bytes.startIndex, bytes.count)
    }

    /// Turns the order of the elements from a place on.
    mutating func reverse(from place: Int) {
        var rest = UnsafeMutableBufferPointer(start: start + place, count: count - place)
        rest.reverse()
    }

    /// Drops the first elements; those behind them move to the beginning.
    mutating func dropFirst(_ dropped: Int) {
        count -= dropped
        start.update(from: start + dropped, count: count)
    }

    subscript(place: Int) -> Element {
        get { start[place] }
        set { start[place] = newValue }
    }
}
