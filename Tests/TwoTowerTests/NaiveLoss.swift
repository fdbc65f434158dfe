import Foundation
import LinearAlgebra

@testable import TwoTower

/// The definition of the loss in doubles, one pair after the other: the oracle of everything fast.
struct NaiveLoss {
    let queries: Tower
    let candidates: Tower
    let temperature: Float
    /// Whether query and candidate of the same row are one, which is no negative of itself.
    var queriesAreCandidates = false

    /// A pair of tower rows that belong together.
    struct Pair {
        let query: Int
        let candidate: Int
        var weight = 1.0
    }

    /// -Σ w(q, c) · log softmax over `competitors` of ⟨f(q), g(c)⟩ / τ + b(c).
    ///
    /// `competitors` are candidates with their biases; one may occur more than once.
    func value(
        _ table: [[Double]],
        pairs: [Pair],
        competitors: [(candidate: Int, bias: Float)],
        biasOf: (Int) -> Float
    ) -> Double {
        let f = embeddings(queries, table)
        let g = embeddings(candidates, table)
        func logit(_ query: Int, _ candidate: Int, _ bias: Float) -> Double {
            dot(f[query], g[candidate]) / Double(temperature) + Double(bias)
        }
        return pairs.reduce(0) { loss, pair in
            let negatives = competitors.filter {
                !queriesAreCandidates || $0.candidate != pair.query
            }
            let sum = negatives.reduce(0) { $0 + exp(logit(pair.query, $1.candidate, $1.bias)) }
            let own = logit(pair.query, pair.candidate, biasOf(pair.candidate))
            return loss + pair.weight * (log(sum) - own)
        }
    }

    /// The slope of a function of a table along each of its values, by central differences.
    static func slopes(at table: [[Double]], of value: ([[Double]]) -> Double) -> [[Double]] {
        let step = 1e-5
        return table.indices.map { row in
            table[row].indices.map { column in
                var (above, below) = (table, table)
                above[row][column] += step
                below[row][column] -= step
                return (value(above) - value(below)) / (2 * step)
            }
        }
    }

    private func embeddings(_ tower: Tower, _ table: [[Double]]) -> [[Double]] {
        (0..<tower.features.rowCount).map { row in
            var sum = [Double](repeating: 0, count: table[0].count)
            let entries = zip(
                tower.features.columns(ofRow: row),
                tower.features.weights(ofRow: row)
            )
            for (column, weight) in entries {
                for place in sum.indices {
                    sum[place] += Double(weight) * table[Int(column)][place]
                }
            }
            sum = tower.layers.definition(sum, table)
            let length = tower.isNormalised ? dot(sum, sum).squareRoot() : 1
            return length > 0 ? sum.map { $0 / length } : sum
        }
    }
}

extension DenseLayers {
    /// One row, sent through all layers unit by unit: x + relu(x · W₁ᵀ) · W₂.
    func definition(_ input: [Double], _ table: [[Double]]) -> [Double] {
        var row = rows.lowerBound
        return units.reduce(input) { input, count in
            defer { row += 2 * count }
            var output = input
            for unit in row..<row + count {
                let hidden = max(0, dot(input, table[unit]) * Double(Self.scale))
                for place in output.indices {
                    output[place] += hidden * table[unit + count][place] * Double(Self.scale)
                }
            }
            return output
        }
    }
}

func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
}
