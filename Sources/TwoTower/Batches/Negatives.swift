/// The candidates that compete in one step.
struct Negatives: Sendable {
    /// Their rows, ascending; `nil` for all candidates.
    let rows: [Int]?
    /// What is added to the scaled score of each.
    let bias: [Float]
    /// How many of all candidates each stands for, 1 ÷ its chance to compete; `nil` where all do.
    ///
    /// Set for sampled candidates alone, and so is `drawWeights`.
    var weights: [Float]?
    /// How many of the step's positives each stands for, 1 ÷ its chance to be drawn from them; `nil`
    /// where all of them compete.
    var drawWeights: [Float]?

    /// The places among the negatives of candidates, -1 for those who do not compete.
    func places(of candidates: [Int]) -> [Int] {
        guard let rows else { return candidates }
        return candidates.map { candidate in
            var range = rows.startIndex..<rows.endIndex
            while !range.isEmpty {
                let middle = (range.lowerBound + range.upperBound) / 2
                if rows[middle] == candidate { return middle }
                range =
                    rows[middle] < candidate
                    ? middle + 1..<range.upperBound : range.lowerBound..<middle
            }
            return -1
        }
    }
}
