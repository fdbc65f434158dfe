import Foundation
import LinearAlgebra
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

    /// Appends the features of the moment of one of a user's ratings, by its place in the columns.
    func append(_ user: Row<User>, before place: Int, to queries: inout SparseMatrix) {
        append(user, before: place, at: time(of: place), to: &queries)
    }

    private func time(of place: Int) -> Int64 { interactions.timestamps?[place] ?? 0 }

    /// Appends the features of a moment: the movies, then two hands of the clock.
    ///
    /// - Parameters:
    ///   - user: Whose movies count.
    ///   - end: Only ratings before this place of the columns are known.
    ///   - time: The moment, in seconds since 1970.
    ///   - queries: Gets them in the row that `endRow` will end.
    func append(
        _ user: Row<User>,
        before end: Int,
        at time: Int64,
        to queries: inout SparseMatrix
    ) {
        let first = max(interactions.range(of: user).lowerBound, end - settings.historyLength)
        let scale = settings.historyScale / sqrt(Float(settings.historyLength))
        for place in first..<end {
            let days = Double(max(0, time - self.time(of: place))) / Self.secondsOfDay
            let weight = scale * Float(exp(-days / settings.historyDecayDays))
            guard weight >= Self.faintest else { continue }
            queries.appendEntry(movies.ownRow(of: interactions.movies[place]), weight)
        }
        appendHands(at: time, to: &queries)
    }

    private func appendHands(at time: Int64, to queries: inout SparseMatrix) {
        let place = Double(time) / Self.secondsOfDay / settings.clockDays - firstHand
        let inside = min(max(0, place), Double(clock.count) - 1.001)
        let (hand, rest) = (Int(inside), Float(inside - inside.rounded(.down)))
        queries.appendEntry(clock.lowerBound + hand, 1 - rest)
        queries.appendEntry(clock.lowerBound + hand + 1, rest)
    }
}
