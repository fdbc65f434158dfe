import Cores
import Foundation
import Glibc
import Synchronization
import Testing

@Suite("Work spread over cores")
struct CoresTests {
    @Test("every index runs exactly once", arguments: [0, 1, 2, 3, 1_000, 100_003])
    func everyIndexOnce(count: Int) {
        let runs = Mutex([Int](repeating: 0, count: count))
        Cores.forEach(count) { index in runs.withLock { $0[index] += 1 } }
        #expect(runs.withLock { $0 } == [Int](repeating: 1, count: count))
    }

    @Test("results stand in the order of the indices", arguments: [0, 1, 2, 3, 1_000, 100_003])
    func orderOfResults(count: Int) {
        #expect(Cores.map(count) { $0 * $0 } == (0..<count).map { $0 * $0 })
    }

    @Test("the error of the lowest index comes out, after every index has run")
    func lowestError() {
        struct Failure: Error, Equatable { let index: Int }
        let runCount = Atomic(0)
        let error = #expect(throws: Failure.self) {
            _ = try Cores.map(1_000) { index throws(Failure) in
                runCount.add(1, ordering: .relaxed)
                if index % 100 == 37 { throw Failure(index: index) }
                return index
            }
        }
        #expect(error == Failure(index: 37))
        #expect(runCount.load(ordering: .relaxed) == 1_000)
    }

    @Test("each element is changed once, and only by its own index")
    func changesEach() {
        var elements = Array(0..<10_000)
        Cores.mutateEach(&elements) { index, element in element = 3 * element + index }
        #expect(elements == (0..<10_000).map { 4 * $0 })
        var none: [Int] = []
        Cores.mutateEach(&none) { _, element in element = 1 }
        #expect(none.isEmpty)
    }

    @Test("two pieces of work give both results, or the error of the first that fails")
    func both() throws {
        struct Failure: Error, Equatable { let index: Int }
        let (number, text) = Cores.both {
            1
        } _: {
            "two"
        }
        #expect(number == 1 && text == "two")
        #expect(throws: Failure(index: 2)) {
            _ = try Cores.both { () throws(Failure) in
                1
            } _: {
                () throws(Failure) -> Int in
                throw Failure(index: 2)
            }
        }
    }

    @Test("arrays are joined in their order", arguments: [0, 1, 2, 3, 1_000])
    func joining(count: Int) {
        let arrays = (0..<count).map { number in Array(repeating: number, count: number * 7 % 5) }
        #expect(Cores.joined(arrays) == Array(arrays.joined()))
    }

    @Test("ranges cover the count without gap or overlap", arguments: [1, 2, 7, 256])
    func ranges(size: Int) {
        for count in [0, 1, size - 1, size, size + 1, 10 * size + 3] {
            let ranges = Cores.ranges(of: count, size: size)
            #expect(ranges.flatMap { Array($0) } == Array(0..<count))
            #expect(ranges.dropLast().allSatisfy { $0.count == size })
            #expect(ranges.allSatisfy { !$0.isEmpty })
        }
    }

    @Test("no more indices run at once than the limit says", arguments: 1...3)
    func limitIsObeyed(limit: Int) async {
        // In a process of its own, since the limit belongs to the whole process.
        await #expect(processExitsWith: .success) { [limit] in
            Cores.limit = limit
            guard Cores.limit == limit else { exit(1) }
            let running = Atomic(0)
            let most = Atomic(0)
            Cores.forEach(3) { _ in
                Cores.forEach(20) { _ in
                    let now = running.add(1, ordering: .sequentiallyConsistent).newValue
                    most.max(now, ordering: .sequentiallyConsistent)
                    usleep(1_000)
                    running.subtract(1, ordering: .sequentiallyConsistent)
                }
            }
            guard (1...limit).contains(most.load(ordering: .relaxed)) else { exit(2) }
        }
    }

    @Test("of two pieces of work, the longer one gets the core of the other")
    func freedCore() async {
        await #expect(processExitsWith: .success) {
            Cores.limit = 2
            let running = Atomic(0)
            _ = Cores.both {
            } _: {
                usleep(100_000)
                // Each waits for the other, which must be running at the same time.
                Cores.forEach(2) { _ in
                    running.add(1, ordering: .sequentiallyConsistent)
                    for _ in 0..<20_000 where running.load(ordering: .relaxed) < 2 {
                        usleep(1_000)
                    }
                    guard running.load(ordering: .relaxed) == 2 else { exit(1) }
                }
            }
        }
    }

    @Test("a limit below one core stops the program", arguments: [0, -1])
    func limitBelowOne(limit: Int) async {
        await #expect(processExitsWith: .failure) { [limit] in Cores.limit = limit }
    }

    @Test("the cores are those that nproc tells, and nobody may use more by default")
    func defaultLimit() async throws {
        let nproc = Process()
        nproc.executableURL = URL(fileURLWithPath: "/usr/bin/nproc")
        let output = Pipe()
        nproc.standardOutput = output
        nproc.environment = [:]
        try nproc.run()
        let count = String(
            decoding: output.fileHandleForReading.readDataToEndOfFile(),
            as: UTF8.self
        )
        #expect(Cores.availableCount == Int(count.trimmingCharacters(in: .newlines)))
        await #expect(processExitsWith: .success) {
            guard Cores.limit == Cores.availableCount else { exit(1) }
        }
    }
}
