import Foundation
import Ratings

/// The films of a made-up data set: each has one taste that it is for, and the first are the most
/// popular.
///
/// Popularity follows the law of Zipf and Mandelbrot, 1 ÷ (rank + 50)^1.1, which is near MovieLens
/// 25M's: the first film is rated by half of the users, the thousandth by one in fifty. Small
/// catalogues have less than 50, so that their first films stand out too.
struct SyntheticFilms: Sendable {
    /// By film.
    private let tastes: [Int]
    private let everything: Wheel
    /// The films for each taste.
    private let ofTastes: [Wheel]

    private static let genres = [
        "Action", "Adventure", "Animation", "Children", "Comedy", "Crime", "Documentary", "Drama",
        "Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller",
        "War", "Western",
    ]

    init(count: Int, seed: UInt64) {
        var generator = SeededGenerator(seed: seed, stage: "films")
        let tasteCount = min(100, max(5, count / 80))
        let tastes = (0..<count).map { _ in Int.random(in: 0..<tasteCount, using: &generator) }
        let offset = min(50, count / 20)
        let weights = (1...count).map { 1 / pow(Double($0 + offset), 1.1) }
        self.tastes = tastes
        everything = Wheel(Array(0..<count), weights: weights)
        ofTastes = (0..<tasteCount).map { taste in
            let members = (0..<count).filter { tastes[$0] == taste }
            return Wheel(members, weights: members.map { weights[$0] })
        }
    }

    var count: Int { tastes.count }
    var tasteCount: Int { ofTastes.count }

    func taste(of film: Int) -> Int { tastes[film] }

    /// Draws a film by popularity that is not excluded, of a taste if there is one left.
    ///
    /// - Returns: `nil` if all films are excluded.
    func draw(
        of taste: Int?,
        unless isExcluded: (Int) -> Bool,
        using generator: inout SeededGenerator
    ) -> Int? {
        if let taste, let film = ofTastes[taste].draw(unless: isExcluded, using: &generator) {
            return film
        }
        return everything.draw(unless: isExcluded, using: &generator)
            ?? (0..<count).first { !isExcluded($0) }
    }

    /// Ids from 1, titles, years, and genres by taste.
    var catalogue: Catalogue {
        Catalogue(
            vocabulary: Vocabulary((1...count).map(String.init)),
            descriptions: tastes.enumerated().map { film, taste in
                MovieDescription(
                    title: "Synthetic Film \(film + 1) (\(1950 + film % 70))",
                    genres: [Self.genres[taste % Self.genres.count]]
                )
            }
        )
    }
}

/// Draws members in proportion to their weights.
private struct Wheel: Sendable {
    private let members: [Int]
    private let sums: [Double]

    init(_ members: [Int], weights: [Double]) {
        self.members = members
        var sum = 0.0
        sums = weights.map { weight in
            sum += weight
            return sum
        }
    }

    /// A member that is not excluded; `nil` after many vain draws.
    func draw(unless isExcluded: (Int) -> Bool, using generator: inout SeededGenerator) -> Int? {
        guard let total = sums.last else { return nil }
        for _ in 0..<64 {
            let member = members[place(of: Double.random(in: 0..<total, using: &generator))]
            if !isExcluded(member) { return member }
        }
        return nil
    }

    /// The first place whose sum is above a target.
    private func place(of target: Double) -> Int {
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > target { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
