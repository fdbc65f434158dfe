import Ratings

/// Which baselines stand beside the models.
package enum BaselineSet: String, CaseIterable, Codable, Sendable {
    /// Those that only count.
    case quick
    /// EASE and iALS too, both tuned.
    case all
}

/// What was chosen for the baselines that have something to choose; `nil` for those not shown.
///
/// Each setting of a small grid is tried on a validation split of the training ratings, and the one
/// with the best lists is taken; without such a split, the first.
package struct BaselineTuning: Codable, Equatable, Sendable {
    /// EASE's λ for users' lists, by their NDCG@20.
    package private(set) var easeRegularisation: Float?
    /// EASE's λ for movies' lists, by their NDCG@10 of what is rated next.
    package private(set) var easeNeighboursRegularisation: Float?
    /// By NDCG@20 of users' lists.
    package private(set) var ials: IALS.Settings?
    /// Why EASE is not shown, if it was asked for.
    package private(set) var easeRefusal: String?

    private static let easeGrid: [Float] = [200, 100, 400, 800, 1600]
    private static let ialsGrid: [IALS.Settings] = [0.3 as Float, 0.1, 1].flatMap { weight in
        [0.007 as Float, 0.003, 0.015].map {
            IALS.Settings(unobservedWeight: weight, regularisation: $0)
        }
    }

    enum CodingKeys: String, CodingKey {
        case ials
        case easeRegularisation = "ease_regularisation"
        case easeNeighboursRegularisation = "ease_neighbours_regularisation"
        case easeRefusal = "ease_refusal"
    }

    /// For baselines that only count: nothing.
    package init() {}

    /// Chooses for all baselines.
    ///
    /// - Parameters:
    ///   - ratedMovieCount: How many movies have a rating, held out or not.
    ///   - users: The training ratings for users' lists, split once more; `nil` if they cannot be.
    ///   - movies: The same for movies' lists.
    ///   - catalogue: What all are about.
    ///   - seed: The run's.
    package init(
        ratedMovieCount: Int,
        users: Split?,
        movies: Split?,
        catalogue: Catalogue,
        seed: UInt64
    ) {
        let judgement = users.map { UserMovieJudgement($0, catalogue: catalogue) }
        func value(_ scorer: some MovieScorer) -> Double {
            judgement?.judge(scorer).ndcgOfUsers.mean ?? 0
        }
        ials = Self.best(of: Self.ialsGrid) { settings in
            users.map { value(IALS($0.train, settings: settings, seed: seed)) } ?? 0
        }
        do throws(EASEError) {
            try EASE.check(ratedMovieCount: ratedMovieCount)
            easeRegularisation = try Self.best(of: Self.easeGrid) {
                (regularisation) throws(EASEError) in
                guard let users else { return 0 }
                return value(try EASE(users.train, regularisation: regularisation))
            }
            easeNeighboursRegularisation = try Self.best(of: Self.easeGrid) {
                (regularisation) throws(EASEError) in
                guard let movies else { return 0 }
                let ease = try EASE(movies.train, regularisation: regularisation)
                let lists = ease.neighbours(10)
                return NextCoRated.quality(of: lists, at: 10, on: movies).ndcg
            }
        } catch {
            (easeRegularisation, easeNeighboursRegularisation) = (nil, nil)
            easeRefusal = error.description
        }
    }

    /// The setting of the highest value; of equal ones, the first.
    private static func best<Setting, Failure: Error>(
        of grid: [Setting],
        by value: (Setting) throws(Failure) -> Double
    ) throws(Failure) -> Setting? {
        var best: (setting: Setting, value: Double)?
        for setting in grid {
            let value = try value(setting)
            if value > best?.value ?? -.infinity { best = (setting, value) }
        }
        return best?.setting
    }
}
