/// The candidates that take part in a step, and their numbers there.
///
/// The others need no embedding and get no gradient in that step.
struct Participants: Sendable {
    /// Their rows, ascending; `nil` for all candidates, whose numbers are their rows.
    let rows: [Int]?
    let count: Int
    /// The number of each candidate, -1 for those who take no part; empty if all do.
    private let numbers: [Int32]

    /// All of so many candidates.
    init(all count: Int) { self.init(rows: nil, count: count, numbers: []) }

    private init(rows: [Int]?, count: Int, numbers: [Int32]) {
        self.rows = rows
        self.count = count
        self.numbers = numbers
    }

    /// Some candidates.
    ///
    /// - Parameters:
    ///   - members: Their rows, in any order, each as often as it occurs.
    ///   - candidateCount: How many candidates there are.
    init(_ members: some Sequence<Int>, of candidateCount: Int) {
        var numbers = [Int32](repeating: -1, count: candidateCount)
        for row in members { numbers[row] = 0 }
        let rows = numbers.indices.filter { numbers[$0] == 0 }
        for (number, row) in rows.enumerated() { numbers[row] = Int32(number) }
        self.init(rows: rows, count: rows.count, numbers: numbers)
    }

    /// The number of a candidate; `nil` for one that takes no part.
    func number(of row: Int) -> Int? {
        guard !numbers.isEmpty else { return row }
        return numbers[row] >= 0 ? Int(numbers[row]) : nil
    }

    /// The rows of some who take part, given their numbers.
    func rows(of numbers: [Int]) -> [Int] { rows.map { all in numbers.map { all[$0] } } ?? numbers }

    /// The values of those who take part, out of those of all candidates.
    func gathering(_ values: [Float]) -> [Float] { rows?.map { values[$0] } ?? values }
}
