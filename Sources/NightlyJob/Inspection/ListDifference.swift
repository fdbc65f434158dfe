import Evaluation
import Foundation
import Publishing
import Ratings

/// How much the lists of one file differ between two runs.
package struct ListDifference: Encodable, Sendable {
    /// How many lists both runs have; the numbers below are theirs.
    package let listCount: Int
    /// Whose lists only one run has.
    package let turnover: RunDifference.Turnover
    /// The share of the first ten that both lists hold.
    package let overlapAt10: Distribution
    /// Over the whole lists.
    package let overlap: Distribution
    /// With the persistence `ListOverlap.persistence`.
    package let rankBiasedOverlap: Distribution
    /// The lists that changed most, the least rank-biased overlap first.
    package let movers: [Mover]

    /// How a number is spread over lists.
    package struct Distribution: Encodable, Sendable {
        package let mean: Double
        /// The least, the nine deciles, and the greatest; empty of no lists.
        package let deciles: [Double]

        /// Of n numbers, decile i is the one at place round(i · (n - 1) ÷ 10), in ascending order.
        init(of numbers: [Double]) {
            mean = numbers.mean
            let sorted = numbers.sorted()
            deciles =
                sorted.isEmpty ? [] : (0...10).map { sorted[($0 * (sorted.count - 1) + 5) / 10] }
        }
    }

    /// A list that changed.
    package struct Mover: Encodable, Sendable {
        package let list: String
        package let overlapAt10: Double
        package let rankBiasedOverlap: Double
        /// What is among the first ten now, and was not before; best first.
        package let came: [String]
        /// What was among the first ten, and is no more.
        package let went: [String]

        enum CodingKeys: String, CodingKey {
            case list, came, went
            case overlapAt10 = "overlap@10"
            case rankBiasedOverlap = "rank_biased_overlap"
        }
    }

    enum CodingKeys: String, CodingKey {
        case overlap, movers, turnover
        case listCount = "lists"
        case overlapAt10 = "overlap@10"
        case rankBiasedOverlap = "rank_biased_overlap"
    }

    /// Compares the lists of each id that both runs have.
    ///
    /// - Parameters:
    ///   - old: A run's lists, in the natural order of ids.
    ///   - new: Another's, with movies of the same numbers.
    ///   - moverCount: How many movers are named.
    ///   - label: Names whose list it is.
    ///   - movieLabel: Names a movie.
    init(
        from old: LoadedLists,
        to new: LoadedLists,
        moverCount: Int,
        label: (String) -> String,
        movieLabel: (Row<Movie>) -> String
    ) {
        let (pairs, came, went) = Self.join(old, new)
        turnover = RunDifference.Turnover(
            came: came.map { label(new.ids[$0]) },
            went: went.map { label(old.ids[$0]) }
        )
        let changes = pairs.map { Change(old[$0.old], new[$0.new]) }
        listCount = pairs.count
        overlapAt10 = Distribution(of: changes.map(\.overlapAt10))
        overlap = Distribution(of: changes.map(\.overlap))
        rankBiasedOverlap = Distribution(of: changes.map(\.rankBiased))
        let order = changes.indices.sorted {
            (changes[$0].rankBiased, $0) < (changes[$1].rankBiased, $1)
        }
        movers = order.filter { changes[$0].isChange }.prefix(moverCount).map { place in
            let heads = (
                old: old[pairs[place].old].prefix(10), new: new[pairs[place].new].prefix(10)
            )
            return Mover(
                list: label(old.ids[pairs[place].old]),
                overlapAt10: changes[place].overlapAt10,
                rankBiasedOverlap: changes[place].rankBiased,
                came: heads.new.filter { !heads.old.contains($0) }.map(movieLabel),
                went: heads.old.filter { !heads.new.contains($0) }.map(movieLabel)
            )
        }
    }

    private struct Change {
        /// Whether the lists differ at all; sums of equal lists may be rounded to less than 1.
        let isChange: Bool
        let overlapAt10: Double
        let overlap: Double
        let rankBiased: Double

        init(_ old: ArraySlice<Row<Movie>>, _ new: ArraySlice<Row<Movie>>) {
            isChange = old != new
            overlapAt10 = ListOverlap.overlap(at: 10, old, new)
            overlap = ListOverlap.overlap(at: max(old.count, new.count), old, new)
            rankBiased = ListOverlap.rankBiased(old, new)
        }
    }

    /// The places of the ids that both have, that only the new one has, that only the old one has.
    private static func join(
        _ old: LoadedLists,
        _ new: LoadedLists
    ) -> (both: [(old: Int, new: Int)], came: [Int], went: [Int]) {
        var (both, came, went): ([(old: Int, new: Int)], [Int], [Int]) = ([], [], [])
        var (oldPlace, newPlace) = (0, 0)
        while oldPlace < old.count || newPlace < new.count {
            if newPlace == new.count
                || oldPlace < old.count
                    && naturallyPrecedes(old.ids[oldPlace], new.ids[newPlace])
            {
                went.append(oldPlace)
                oldPlace += 1
            } else if oldPlace == old.count
                || naturallyPrecedes(new.ids[newPlace], old.ids[oldPlace])
            {
                came.append(newPlace)
                newPlace += 1
            } else {
                both.append((oldPlace, newPlace))
                oldPlace += 1
                newPlace += 1
            }
        }
        return (both, came, went)
    }
}

extension ListDifference {
    /// Two tables for people: the numbers, and the movers.
    func text(of file: String) -> String {
        let heading =
            "\(file): \(listCount) lists in both\ncame: \(turnover.came.summary)"
            + "\nwent: \(turnover.went.summary)"
        guard listCount > 0 else { return heading }
        let numbers = [
            ["", "mean", "least"] + (1...9).map { "\($0)0 %" } + ["most"],
            row("overlap@10", overlapAt10), row("overlap", overlap),
            row("rank-biased, p = \(ListOverlap.persistence)", rankBiasedOverlap),
        ]
        let changed =
            [["changed most", "overlap@10", "rank-biased", "came", "went"]]
            + movers.map { mover in
                [
                    mover.list, fixed(mover.overlapAt10), fixed(mover.rankBiasedOverlap),
                    mover.came.prefix(3).joined(separator: "; "),
                    mover.went.prefix(3).joined(separator: "; "),
                ].map(\.onOneLine)
            }
        return [
            heading, "\(TextTable(rows: numbers, alignment: .trailing))",
            movers.isEmpty ? "" : "\(TextTable(rows: changed, alignment: .leading))",
        ].filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    private func row(_ name: String, _ numbers: Distribution) -> [String] {
        [name, fixed(numbers.mean)] + numbers.deciles.map(fixed)
    }

    private func fixed(_ number: Double) -> String {
        number.formatted(.plain.precision(.fractionLength(3)))
    }
}
