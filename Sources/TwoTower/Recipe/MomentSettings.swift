/// What the user tower knows of the moment at which a list is shown.
package struct MomentSettings: Codable, Equatable, Sendable {
    /// How many of the latest movies it sees, at most.
    package var historyLength = 10
    /// A movie's weight falls to 1/e in this many days.
    package var historyDecayDays = 1.0
    /// What the sum of the weighted movies is multiplied by, over √`historyLength`.
    package var historyScale: Float = 0.5
    /// How many consecutive ratings of a user form one set of positives.
    package var blockLength = 10
    /// The distance of two hands of the clock, between which a moment is interpolated.
    package var clockDays = 30.0
}
