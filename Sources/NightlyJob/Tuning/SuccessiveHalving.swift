import Ratings

/// A search among settings that gives little time to most and much to the few that promise something
/// (successive halving: Jamieson & Talwalkar 2016).
///
/// The settings to begin from are judged first, with all their epochs. Then come rounds: some drawn
/// settings are judged after a part of their epochs, and the better half goes on to more, until two
/// have had all. Only those can win.
struct SuccessiveHalving<Settings: Equatable> {
    /// Draws settings near those to begin from.
    let space: SearchSpace<Settings>
    /// Whether another trial may begin; the one of the settings to begin from always does.
    let hasTime: () -> Bool
    /// The score of settings, more is better, after a share of their epochs in 0 … 1; `nil` if they
    /// cannot be trained.
    let judge: (Settings, _ share: Double) throws -> Double?

    /// One training and what came of it.
    struct Trial {
        let settings: Settings
        /// What differs from the settings to begin from.
        let changes: [String]
        /// The part of its epochs that it was trained for.
        let share: Double
        let score: Double?
    }

    /// How many settings are judged at which share of their epochs, in a round.
    private static var rungs: [(count: Int, share: Double)] { [(8, 0.25), (4, 0.5), (2, 1)] }

    /// Searches until the time is up.
    ///
    /// - Parameters:
    ///   - start: The settings to begin from.
    ///   - generator: Draws the settings; the same draws give the same trials, as many as time allows.
    /// - Returns: All trials in order, the first of which is `start`.
    /// - Throws: What `judge` throws.
    func search(
        from start: Settings,
        using generator: inout some RandomNumberGenerator
    ) throws -> [Trial] {
        var trials = [try trial(of: start, changes: [], share: 1)]
        while hasTime() {
            var drawn = (0..<Self.rungs[0].count).map { _ in
                space.draw(near: start, using: &generator)
            }
            for rung in Self.rungs {
                var judged: [Trial] = []
                for (settings, changes) in drawn.prefix(rung.count) {
                    guard hasTime() else { return trials + judged }
                    judged.append(try trial(of: settings, changes: changes, share: rung.share))
                }
                trials += judged
                drawn = Self.bestFirst(judged).map { ($0.settings, $0.changes) }
            }
        }
        return trials
    }

    private func trial(of settings: Settings, changes: [String], share: Double) throws -> Trial {
        Trial(
            settings: settings,
            changes: changes,
            share: share,
            score: try judge(settings, share)
        )
    }

    /// The best of the trials with all their epochs; of equal ones the earlier.
    static func best(of trials: [Trial]) -> Trial? {
        bestFirst(trials.filter { $0.share == 1 }).first
    }

    private static func bestFirst(_ trials: [Trial]) -> [Trial] {
        trials.enumerated().sorted { left, right in
            let scores = [left, right].map { $0.element.score ?? -.infinity }
            return scores[0] == scores[1] ? left.offset < right.offset : scores[0] > scores[1]
        }.map(\.element)
    }
}
