import Ratings

/// What else could make users' lists.
package enum UserBaselines {
    /// Trains the baselines.
    ///
    /// - Parameters:
    ///   - interactions: The ratings to train on.
    ///   - tuning: Says which there are.
    ///   - seed: The run's.
    /// - Returns: Them by name.
    /// - Throws: `EASEError`.
    package static func scorers(
        trainedOn interactions: Interactions,
        _ tuning: BaselineTuning,
        seed: UInt64
    ) throws(EASEError) -> [String: any MovieScorer] {
        var scorers: [String: any MovieScorer] = [
            "popularity": Popularity(interactions),
            "item_knn": ItemKNN(interactions),
        ]
        if let regularisation = tuning.easeRegularisation {
            scorers["ease"] = try EASE(interactions, regularisation: regularisation)
        }
        if let settings = tuning.ials {
            scorers["ials"] = IALS(interactions, settings: settings, seed: seed)
        }
        return scorers
    }
}
