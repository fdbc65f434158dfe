import LinearAlgebra

/// What training leaves behind: an embedding for every query and every candidate.
package struct RetrievalModel<Query, Candidate>: Sendable {
    /// Shape `[queries, dimension]`.
    package let queries: Matrix
    /// Shape `[candidates, dimension]`.
    package let candidates: Matrix
    /// What scores were divided by in training.
    package let temperature: Float
    /// The parameters that the embeddings are made of.
    package let parameters: [ParameterBlock]
    /// How many rows of the parameters began as an earlier model's; 0 for one that began by chance.
    package let inheritedRowCount: Int
    /// The loss of each epoch, in nats a positive pair; empty for a model that was not just trained.
    package let losses: [Double]

    package init(
        queries: Matrix,
        candidates: Matrix,
        temperature: Float,
        parameters: [ParameterBlock] = [],
        inheritedRowCount: Int = 0,
        losses: [Double] = []
    ) {
        self.queries = queries
        self.candidates = candidates
        self.temperature = temperature
        self.parameters = parameters
        self.inheritedRowCount = inheritedRowCount
        self.losses = losses
    }

    /// Whether every embedding is finite.
    package var isFinite: Bool { queries.isFinite && candidates.isFinite }
}
