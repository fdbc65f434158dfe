import Foundation
import Ratings

/// What the moment of a query adds to the user's own embedding: the movies rated just before, fading
/// with their age, and a slow clock that follows what everybody watches.
///
/// The movies' embeddings are the candidate tower's own. A user who comes back after months has no
/// fresh movies, so the list falls back to his taste; the clock's hands are learnt one for each
/// `clockDays`, and a moment lies between two of them.
struct Moments {
    let settings: MomentSettings
    private let interactions: Interactions
    private let movies: MovieFeatures.Rows
    private let clock: Range<Int>
    /// The number of the first hand; hand k points to k times `clockDays` after 1970.
    private let firstHand: Double

    /// Prepares the features of moments and adds the clock to a table; `nil` without timestamps.
    ///
    /// - Parameters:
    ///   - settings: How fast movies fade, and how slow the clock is.
    ///   - interactions: The ratings that a moment may look back on.
    ///   - lastMoment: The latest moment that will be asked for, beside those of the ratings.
    ///   - movies: The rows of the candidate tower's features.
    ///   - table: Gets a block of the clock's hands.
    init?(
        _ settings: MomentSettings,
        of interactions: Interactions,
        until lastMoment: Int64?,
        movies: MovieFeatures.Rows,
        table: inout FeatureTable
    ) {
        guard let times = interactions.timestamps, let first = times.min(), let last = times.max()
        else { return nil }
        self.settings = settings
        self.interactions = interactions
        self.movies = movies
        func hand(at time: Int64) -> Double {
            (Double(time) / Self.secondsOfDay / settings.clockDays).rounded(.down)
        }
        firstHand = hand(at: first)
        let lastHand = hand(at: max(last, lastMoment ?? last)) + 1
        let hands = Int(firstHand)...Int(lastHand)
        clock = table.addBlock("query/clock", rowNames: hands.map(String.init))
    }

    private static let secondsOfDay = 86_400.0
    /// Movies that have faded more are left out.
    private static let faintest: Float = 1e-4

    /// The features of the moment of one of a user's ratings, by its place in the columns.
    func features(of user: Row<User>, before place: Int) -> [(column: Int, weight: Float)] {
        features(of: user, before: place, at: time(of: place))
    }

    private func time(of place: Int) -> Int64 { interactions.timestamps?[place] ?? 0 }

    /// The features of a moment.
    ///
    /// - Parameters:
    ///   - user: Whose movies count.
    ///   - end: Only ratings before this place of the columns are known.
    ///   - time: The moment, in seconds since 1970.
    /// - Returns: Rows of the table with their weights: the movies, then two hands of the clock.
    func features(
        of user: Row<User>,
        before end: Int,
        at time: Int64
    ) -> [(column: Int, weight: Float)] {
        history(of: user, before: end, at: time) + hands(at: time)
    }

    private func history(
        of user: Row<User>,
        before end: Int,
        at time: Int64
    ) -> [(column: Int, weight: Float)] {
        let first = max(interactions.range(of: user).lowerBound, end - settings.historyLength)
        let scale = settings.historyScale / sqrt(Float(settings.historyLength))
        return (first..<end).compactMap { place in
            let days = Double(max(0, time - self.time(of: place))) / Self.secondsOfDay
            let weight = scale * Float(exp(-days / settings.historyDecayDays))
            guard weight >= Self.faintest else { return nil }
            return (column: movies.ownRow(of: interactions.movies[place]), weight: weight)
        }
    }

    private func hands(at time: Int64) -> [(column: Int, weight: Float)] {
        let place = Double(time) / Self.secondsOfDay / settings.clockDays - firstHand
        let inside = min(max(0, place), Double(clock.count) - 1.001)
        let (hand, rest) = (Int(inside), Float(inside - inside.rounded(.down)))
        return [
            (column: clock.lowerBound + hand, weight: 1 - rest),
            (column: clock.lowerBound + hand + 1, weight: rest),
        ]
    }
}
