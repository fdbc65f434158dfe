import Cores
import LinearAlgebra

/// The dense layers of a tower, between the sums of its features and its output.
///
/// Each passes on x + relu(x · W₁ᵀ) · W₂, where W₁ and W₂ have a row of the common width for each of
/// its hidden units: the feed-forward layer of Vaswani et al. 2017 (equation 2), without biases as in
/// Chowdhery et al. 2022, beside the skip connection of He et al. 2016. W₂ begins at 0, so that a
/// tower with layers begins as the one without.
///
/// The weights are rows of the parameter table, trained and saved like embeddings. But an embedding
/// may turn around in a few steps, and a weight had better not: it is a tenth of its parameter.
struct DenseLayers: Sendable {
    static let scale: Float = 0.1
    private static let smallestBlock = 128
    private static let mostBlocks = 16

    /// Where the weights of all layers stand in the table; empty without layers.
    let rows: Range<Int>
    /// The hidden units of each, the layer next to the features first.
    let units: [Int]

    /// Adds the layers of a tower to a table.
    ///
    /// - Parameters:
    ///   - units: The hidden units of each, at least 1; the layer next to the features first.
    ///   - tower: Names the tower in the table.
    ///   - dimension: The common width.
    ///   - table: Where the weights go.
    init(_ units: [Int], of tower: String, dimension: Int, addedTo table: inout FeatureTable) {
        // He et al. 2015: a hidden unit is about as large as what comes in.
        let deviation = (2 / Float(dimension)).squareRoot() / Self.scale
        let start = table.rowCount
        for (number, count) in units.enumerated() {
            let names = (1...count).map { "\($0)" }
            let layer = "\(tower)/layer_\(number + 1)"
            _ = table.addBlock("\(layer)/in", rowNames: names, deviation: deviation)
            _ = table.addBlock("\(layer)/out", rowNames: names, deviation: 0)
        }
        rows = start..<table.rowCount
        self.units = units
    }

    /// None.
    init() {
        rows = 0..<0
        units = []
    }

    /// What comes out of the layers, and what its gradient needs to find the way back.
    struct Output {
        /// Shape as the input.
        let values: Matrix
        fileprivate let layers: [DenseLayer]
        fileprivate let blocks: [Range<Int>]
        /// For each block of rows, what each layer took in and what its hidden units made of it.
        fileprivate let steps: [[(input: Matrix, hidden: Matrix)]]
    }

    /// Sends rows of shape `[any, dimension]` through all layers.
    func output(of input: Matrix, with table: Matrix) -> Output {
        let layers = layers(in: table)
        let size = max(
            Self.smallestBlock,
            (input.rowCount + Self.mostBlocks - 1) / Self.mostBlocks
        )
        let blocks = Cores.ranges(of: input.rowCount, size: size)
        let passed = Cores.map(blocks.count) { block in
            var values = input.gathering(Array(blocks[block]))
            let steps = layers.map { layer in
                let step = (input: values, hidden: layer.hidden(of: values))
                values.add(productOf: step.hidden, with: layer.outward)
                return step
            }
            return (values: values, steps: steps)
        }
        return Output(
            values: Matrix(stacking: passed.map(\.values)),
            layers: layers,
            blocks: blocks,
            steps: passed.map(\.steps)
        )
    }

    /// Carries the gradient of `output.values`, of one row at least, back.
    ///
    /// - Returns: The gradient of the input, and that of `rows` of the table.
    func back(_ gradient: Matrix, through output: Output) -> (input: Matrix, weights: Matrix) {
        let passed = Cores.map(output.blocks.count) { block in
            var gradient = gradient.gathering(Array(output.blocks[block]))
            var ofWeights: [Matrix] = []
            for (layer, step) in zip(output.layers, output.steps[block]).reversed() {
                let ofHidden = layer.back(gradient, to: step.hidden)
                ofWeights.append(Matrix(productOfTransposeOf: step.hidden, with: gradient))
                ofWeights.append(Matrix(productOfTransposeOf: ofHidden, with: step.input))
                gradient.add(productOf: ofHidden, with: layer.inward)
            }
            return (input: gradient, weights: Matrix(stacking: ofWeights.reversed()))
        }
        var ofWeights = Matrix.sum(of: passed.map(\.weights))
        ofWeights.scale(by: Self.scale)
        return (input: Matrix(stacking: passed.map(\.input)), weights: ofWeights)
    }

    private func layers(in table: Matrix) -> [DenseLayer] {
        var start = rows.lowerBound
        func next(_ count: Int) -> Matrix {
            defer { start += count }
            var weights = table.gathering(Array(start..<start + count))
            weights.scale(by: Self.scale)
            return weights
        }
        return units.map { DenseLayer(inward: next($0), outward: next($0)) }
    }
}

/// The weights of one layer: shape `[hidden units, dimension]` each.
private struct DenseLayer: Sendable {
    let inward: Matrix
    let outward: Matrix

    /// The hidden units of some rows.
    func hidden(of input: Matrix) -> Matrix {
        var hidden = Matrix(productOf: input.allRows, withTransposeOf: inward.allRows)
        hidden.rectify()
        return hidden
    }

    /// Carries the gradient of what the layer passes on back to its hidden units.
    func back(_ gradient: Matrix, to hidden: Matrix) -> Matrix {
        var ofHidden = Matrix(productOf: gradient.allRows, withTransposeOf: outward.allRows)
        ofHidden.backThroughRectifying(to: hidden)
        return ofHidden
    }
}

extension Matrix {
    /// `leftᵀ · right`, which have as many rows.
    fileprivate init(productOfTransposeOf left: Matrix, with right: Matrix) {
        self.init(unsetRows: left.columnCount, columnCount: right.columnCount)
        set(toProductOfTranspose: left, with: right, first: left.rowCount, adding: false)
    }

    /// Adds `left · right`.
    fileprivate mutating func add(productOf left: Matrix, with right: Matrix) {
        setFirstRows(toProductOf: left, first: left.rowCount, with: right, adding: true)
    }
}
