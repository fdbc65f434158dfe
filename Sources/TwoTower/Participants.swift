import Ratings

/// The candidates that take part in a step, its rivals and its positives, and their numbers there.
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

    /// The rivals and the positives of a step.
    ///
    /// - Parameters:
    ///   - rivals: All candidates, or some rows of them.
    ///   - positives: Rows, in any order, each as often as it occurs.
    ///   - candidateCount: How many candidates there are.
    init(_ rivals: Rivals, _ positives: some Sequence<Row<Movie>>, of candidateCount: Int) {
        guard let rivalRows = rivals.rows else {
            self.init(all: candidateCount)
            return
        }
        self.init([rivalRows, positives.map(\.index)].joined(), of: candidateCount)
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

    /// The number of a candidate that takes part.
    func number(of row: Int) -> Int { numbers.isEmpty ? row : Int(numbers[row]) }

    /// The rows of some who take part, given their numbers.
    func rows(of numbers: [Int]) -> [Int] { rows.map { all in numbers.map { all[$0] } } ?? numbers }

    /// The values of those who take part, out of those of all candidates.
    func gathering(_ values: [Float]) -> [Float] { rows?.map { values[$0] } ?? values }

    /// The same rivals, by their numbers here.
    func numbering(_ rivals: Rivals) -> Rivals {
        Rivals(rows: rivals.rows?.map(number), bias: rivals.bias)
    }
}
