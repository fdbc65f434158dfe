import LinearAlgebra

/// The rows that take part in a step, and their numbers there: candidates, or parameters.
///
/// The others need no embedding and get no gradient in that step.
struct Participants: Sendable {
    /// Ascending; `nil` for all rows, whose numbers are the rows themselves.
    let rows: [Int]?
    let count: Int
    /// The number of each row, -1 for those that take no part; empty if all do.
    private let numbers: [Int32]

    /// All of so many rows.
    init(all count: Int) { self.init(rows: nil, count: count, numbers: []) }

    /// Some rows.
    ///
    /// - Parameters:
    ///   - members: In any order, each as often as it occurs.
    ///   - rowCount: How many rows there are.
    init(_ members: some Sequence<Int>, of rowCount: Int) {
        var numbers = [Int32](repeating: -1, count: rowCount)
        for row in members { numbers[row] = 0 }
        self.init(markedIn: numbers)
    }

    /// The parameters of towers, out of so many: those of their features and of their layers.
    init(parametersOf towers: Tower..., among rowCount: Int) {
        var numbers = [Int32](repeating: -1, count: rowCount)
        for tower in towers {
            for column in tower.features.columns { numbers[Int(column)] = 0 }
            for row in tower.layers.rows { numbers[row] = 0 }
        }
        self.init(markedIn: numbers)
    }

    /// The rows that are marked with a 0 instead of a -1.
    private init(markedIn marks: [Int32]) {
        var numbers = marks
        let rows = marks.indices.filter { marks[$0] == 0 }
        for (number, row) in rows.enumerated() { numbers[row] = Int32(number) }
        self.init(rows: rows, count: rows.count, numbers: numbers)
    }

    private init(rows: [Int]?, count: Int, numbers: [Int32]) {
        self.rows = rows
        self.count = count
        self.numbers = numbers
    }

    /// The number of a row; `nil` for one that takes no part.
    func number(of row: Int) -> Int? {
        guard !numbers.isEmpty else { return row }
        return numbers[row] >= 0 ? Int(numbers[row]) : nil
    }

    /// Some who take part, given their numbers.
    func rows(of numbers: [Int]) -> [Int] { rows.map { all in numbers.map { all[$0] } } ?? numbers }

    /// The values of those who take part, out of those of all rows.
    func gathering(_ values: [Float]) -> [Float] { rows?.map { values[$0] } ?? values }

    /// Entries whose columns are rows that take part, by their numbers.
    func numbering(columnsOf matrix: SparseMatrix) -> SparseMatrix {
        guard !numbers.isEmpty else { return matrix }
        return matrix.renumberingColumns(by: numbers, columnCount: count)
    }
}
