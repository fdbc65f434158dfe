import Ratings

/// A made-up user, who watches films in sittings: each keeps to one of his three tastes, and the
/// next one often to the same.
struct SyntheticUser {
    private let number: Int32
    private let tastes: [Int]
    private var generator: SeededGenerator

    struct Rating {
        let movie: Int
        /// 1…5.
        let stars: Int
        /// Seconds since 1970.
        let time: Int
    }

    private static let sittingLength = 12
    /// The share of films that keep to the sitting's taste.
    private static let faithfulness: Float = 0.8
    /// The share of sittings that keep to the taste of the one before.
    private static let persistence: Float = 0.7
    private static let firstTime = 1_400_000_000
    private static let day = 86_400

    /// The user of a number; no two have the same seed.
    init(_ number: Int, among films: SyntheticFilms, seed: UInt64) {
        self.number = Int32(number)
        var generator = SeededGenerator(seed: seed, stage: "user")
        tastes = (0..<3).map { _ in Int.random(in: 0..<films.tasteCount, using: &generator) }
        self.generator = generator
    }

    /// Rates films, none twice, later and later.
    ///
    /// - Parameters:
    ///   - count: How many, at most as many as there are films.
    ///   - films: What there is to rate.
    ///   - lastRaters: The number of the last user who rated each film, to see what is new.
    ///   - body: Is given every rating.
    mutating func rate(
        _ count: Int,
        of films: SyntheticFilms,
        lastRaters: inout [Int32],
        _ body: (Rating) -> Void
    ) {
        var time = Self.firstTime + Int.random(in: 0..<1_000 * Self.day, using: &generator)
        var taste = tastes[0]
        for place in 0..<count {
            if place > 0, place % Self.sittingLength == 0 {
                time += Int.random(in: 1...7 * Self.day, using: &generator)
                if generator.uniform() > Self.persistence { taste = favourite() }
            }
            time += Int.random(in: 1...60, using: &generator)
            let isFaithful = generator.uniform() < Self.faithfulness
            guard
                let film = films.draw(
                    of: isFaithful ? taste : nil,
                    unless: { lastRaters[$0] == number },
                    using: &generator
                )
            else { return }
            lastRaters[film] = number
            body(Rating(movie: film, stars: stars(for: films.taste(of: film)), time: time))
        }
    }

    private mutating func favourite() -> Int {
        tastes[Int.random(in: 0..<tastes.count, using: &generator)]
    }

    private mutating func stars(for taste: Int) -> Int {
        (tastes.contains(taste) ? 4 : 3) + Int.random(in: -1...1, using: &generator)
    }
}
