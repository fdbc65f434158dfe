import LinearAlgebra
import Ratings

/// The loss that the reference notebook prints for held-out ratings.
package enum InBatchLoss {
    /// In-batch softmax cross-entropy, in nats a rating, of the last batch of the held-out ratings.
    ///
    /// Keras reports the last batch of an evaluation alone. The loss depends on its size: an
    /// untrained model scores ln(ratings in the batch).
    ///
    /// - Parameters:
    ///   - split: Its held-out ratings, shuffled, are cut into batches of `batchSize`.
    ///   - users: Shape `[users, dimension]`.
    ///   - movies: Shape `[movies, dimension]`.
    ///   - temperature: What scores are divided by, > 0.
    ///   - batchSize: Ratings in a batch, > 0.
    ///   - generator: Shuffles the held-out ratings.
    /// - Returns: The mean over the batch's ratings; not a number if nothing is held out.
    package static func ofLastBatch(
        _ split: Split,
        users: Matrix,
        movies: Matrix,
        temperature: Float,
        batchSize: Int = 8192,
        using generator: inout some RandomNumberGenerator
    ) -> Double {
        let pairs = (0..<split.test.userCount).flatMap { user in
            split.test.movies(of: Row(user)).map { (user: user, movie: $0.index) }
        }.shuffled(using: &generator)
        let batch = Array(
            pairs.suffix(pairs.count % batchSize == 0 ? batchSize : pairs.count % batchSize)
        )
        let candidates = movies.gathering(batch.map(\.movie))
        let bias = [Float](repeating: 0, count: batch.count)
        var loss = 0.0
        for start in stride(from: 0, to: batch.count, by: 256) {
            let block = batch[start..<min(start + 256, batch.count)]
            let queries = users.gathering(block.map(\.user))
            var scores = Matrix(
                productOf: queries.allRows,
                withTransposeOf: candidates.allRows
            )
            let own = block.indices.map { scores[$0 - start, $0] / temperature }
            let sums = scores.exponentiate(
                first: block.count,
                scale: 1 / temperature,
                bias: bias
            )
            for (sum, score) in zip(sums, own) { loss += sum.logSum - Double(score) }
        }
        return loss / Double(batch.count)
    }
}
