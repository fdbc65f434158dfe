import Cores
import Evaluation
import Publishing
import Ratings

/// What tonight's ratings, users, movies and lists have in common with last night's.
struct NightComparison {
    private let tonight: Lists
    private let lastNight: LastNight

    /// A movie with fewer new ratings makes no surge: a family can give them in an evening.
    private static let leastSurge = 50

    init(of tonight: Lists, with lastNight: LastNight) {
        self.tonight = tonight
        self.lastNight = lastNight
    }

    /// The numbers of the gates that compare data and lists.
    ///
    /// - Throws: `Breach` if last night's lists cannot be read.
    func measurements() throws -> [Gate: GateReport.Measurement] {
        let dataset = tonight.dataset
        let (users, neighbours) = try Cores.both {
            try compare(ListFiles.userRecommendations, of: dataset.users) {
                tonight.list(of: $0).map(\.candidate)
            }
        } _: {
            try compare(ListFiles.movieNeighbours, of: dataset.catalogue.vocabulary) {
                tonight.entries(of: $0).map(\.candidate)
            }
        }
        return [
            .userOverlap: users.overlap,
            .neighbourOverlap: neighbours.overlap,
            .usersLost: Self.lost(users.lostCount, of: users.count, "users"),
            .moviesLost: Self.lost(
                lastNight.movies.vocabulary.ids.count {
                    dataset.catalogue.vocabulary.row(of: $0) == nil
                },
                of: lastNight.movies.vocabulary.count,
                "movies"
            ),
            .ratingsLost: Self.lost(
                max(0, lastNight.ratingCount - dataset.interactions.count),
                of: lastNight.ratingCount,
                "ratings"
            ),
            .surge: surge,
        ]
    }

    /// How many of last night's lists have no owner any more, and how alike the others are.
    private struct Comparison {
        var count = 0
        var lostCount = 0
        var overlapSum = 0.0

        var overlap: GateReport.Measurement {
            let sharedCount = count - lostCount
            return sharedCount == 0
                ? .unknown("no list of last night has an owner tonight")
                : .number(overlapSum / Double(sharedCount), "\(sharedCount) lists")
        }
    }

    /// Compares the lists of a file with tonight's, as they come.
    private func compare<Owner>(
        _ file: String,
        of owners: Vocabulary<Owner>,
        list: (Row<Owner>) -> [Row<Movie>]
    ) throws -> Comparison {
        // Where the length has been changed, only the places that both nights have count.
        let k = min(10, tonight.top, lastNight.report.settings.top)
        var comparison = Comparison()
        try ListReader(file, of: lastNight.path).forEachRanking(first: k) { id, movies in
            comparison.count += 1
            guard let owner = owners.row(of: id) else { return comparison.lostCount += 1 }
            let ids = list(owner).prefix(k).map { tonight.dataset.catalogue.vocabulary[$0] }
            comparison.overlapSum += ListOverlap.overlap(at: k, movies, ids)
        }
        return comparison
    }

    private static func lost(
        _ lostCount: Int,
        of count: Int,
        _ what: String
    ) -> GateReport.Measurement {
        count == 0
            ? .unknown("there were no \(what) last night")
            : .number(Double(lostCount) / Double(count), "\(lostCount) of \(count) \(what)")
    }

    /// The largest share that one movie has of all ratings that movies have gained.
    private var surge: GateReport.Measurement {
        let catalogue = tonight.dataset.catalogue
        let gains = tonight.dataset.interactions.raterCounts.enumerated().map { row, count in
            let before = lastNight.movies.vocabulary.row(of: catalogue.vocabulary.ids[row])
            return max(0, count - (before.map { lastNight.movies.ratingCounts[$0.index] } ?? 0))
        }
        let sum = gains.reduce(0, +)
        guard let most = gains.indices.max(by: { gains[$0] < gains[$1] }),
            gains[most] >= Self.leastSurge
        else { return .number(0, "\(sum) new ratings") }
        let movie = "movie \(catalogue.vocabulary.ids[most]) \(catalogue.descriptions[most].title)"
        return .number(
            Double(gains[most]) / Double(sum),
            "\(movie): \(gains[most]) of \(sum) new ratings"
        )
    }
}
