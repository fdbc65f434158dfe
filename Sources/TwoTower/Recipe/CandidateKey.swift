/// What a movie's own embedding belongs to.
package enum CandidateKey: String, Codable, Sendable {
    case id
    /// Movies of the same title share one embedding, as in the reference notebook.
    case title
}
