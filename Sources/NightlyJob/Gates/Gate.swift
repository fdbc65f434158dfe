/// A number that must keep within its bound, or the run is not published.
///
/// Numbers called `lost` and `drop` are shares of last night's, from 0 to 1.
package enum Gate: String, CaseIterable, Codable, Sendable {
    /// Lists shorter than the candidates allow.
    case incompleteLists = "incomplete_lists"
    /// Scores that are infinite or not a number.
    case nonFiniteScores = "non_finite_scores"
    /// The user-movie model's NDCG@20 on held-out ratings.
    case ndcg
    /// The user-movie model's recall@20 on held-out ratings.
    case recall
    /// The item-to-item model's hit rate@10 on held-out ratings.
    case hitRate = "hit_rate"
    /// The upper end of the 95 % interval of NDCG@20 above popularity: below 0, surely worse.
    case abovePopularity = "above_popularity"
    /// The share of last night's `ndcg` that is missing; below 0 where tonight is better.
    case ndcgDrop = "ndcg_drop"
    /// The same of `recall`.
    case recallDrop = "recall_drop"
    /// The same of `hitRate`.
    case hitRateDrop = "hit_rate_drop"
    /// The mean share of last night's first ten that stand among tonight's, over users of both.
    case userOverlap = "user_overlap"
    /// The same over movies of both.
    case neighbourOverlap = "neighbour_overlap"
    case ratingsLost = "ratings_lost"
    /// Users with a list last night and without a rating tonight.
    case usersLost = "users_lost"
    /// Movies of last night's catalogue that are not in tonight's.
    case moviesLost = "movies_lost"
    /// The largest share of tonight's new ratings that went to one movie.
    case surge
    /// How long ago the newest rating was given.
    case inputAgeHours = "input_age_hours"
    /// How far the newest rating is ahead of the clock; below 0 where it is not.
    case inputAheadHours = "input_ahead_hours"
    /// Spot checks that do not hold, or name no movie or several.
    case failedSpotChecks = "failed_spot_checks"

    /// Whether the bound is the least that is allowed, and not the most.
    var isFloor: Bool {
        switch self {
        case .ndcg, .recall, .hitRate, .abovePopularity, .userOverlap, .neighbourOverlap: true
        default: false
        }
    }

    /// Whether the number may be below 0.
    package var canBeNegative: Bool {
        switch self {
        case .abovePopularity, .ndcgDrop, .recallDrop, .hitRateDrop, .inputAgeHours,
            .inputAheadHours:
            true
        default: false
        }
    }

    /// Whether the number compares tonight with last night.
    var comparesNights: Bool {
        switch self {
        case .ndcgDrop, .recallDrop, .hitRateDrop, .userOverlap, .neighbourOverlap, .ratingsLost,
            .usersLost, .moviesLost, .surge:
            true
        default: false
        }
    }

    /// The bound where nobody sets one; `nil` closes on nothing.
    var standardBound: Double? {
        switch self {
        case .incompleteLists, .nonFiniteScores, .abovePopularity: 0
        case .ndcg, .recall, .hitRate, .inputAgeHours, .failedSpotChecks: nil
        case .ndcgDrop, .recallDrop, .hitRateDrop: 0.25
        case .userOverlap: 0.4
        case .neighbourOverlap: 0.3
        case .ratingsLost, .usersLost, .moviesLost: 0.2
        case .surge: 0.3
        case .inputAheadHours: 24
        }
    }
}

/// The bound of every gate.
package struct GateBounds: Sendable {
    private var bounds = Dictionary(
        uniqueKeysWithValues: Gate.allCases.map { ($0, $0.standardBound) }
    )

    /// The gates whose bound somebody has set: these close also where there is no number.
    private(set) var asked: Set<Gate> = []

    package init() {}

    /// A gate's bound; `nil` where the gate closes on nothing.
    package subscript(gate: Gate) -> Double? {
        get { bounds[gate] ?? nil }
        set {
            bounds[gate] = .some(newValue)
            asked.insert(gate)
        }
    }
}
