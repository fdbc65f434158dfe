import Ratings

/// Where a row of a published list comes from.
package enum ListSource: String, CaseIterable, Codable, Sendable {
    /// The model scored it; the score is the dot product of two embeddings.
    case model
    /// Nobody rated the query movie; the score is the mean of the model's over movies of the same kind
    /// and time.
    case content
    /// A movie that shares genres with the query movie; the score is the Jaccard index of their
    /// genres.
    case genrePopularity = "genre_popularity"
    /// One of the movies that most users rated; the score is the share of users who did.
    case popularity
    /// A movie that nobody rated, when there is nothing else left; the score is 0.
    case catalogue
}

/// A row of a published list.
package struct ListEntry<Candidate>: Equatable, Sendable {
    package let candidate: Row<Candidate>
    package let score: Float
    package let source: ListSource
}

/// Fills lists that the model leaves short, and says so.
///
/// A fallback's score never exceeds the score above it: where it would, it takes that score.
package struct Fallback: Sendable {
    private let genres: GenreSimilarity
    private let raterCounts: [Int]
    private let userCount: Int
    /// Movies by raters, most first, then by row.
    private let byPopularity: [Row<Movie>]

    package init(catalogue: Catalogue, interactions: Interactions) {
        genres = GenreSimilarity(of: catalogue)
        let counts = interactions.raterCounts
        raterCounts = counts
        userCount = max(1, interactions.userCount)
        byPopularity = (0..<counts.count)
            .sorted { (counts[$1], $0) < (counts[$0], $1) }
            .map { Row($0) }
    }

    /// A user's list of `k` movies: the model's, then the most popular ones.
    ///
    /// - Returns: Fewer than `k` only where the user has seen everything else.
    package func completed(
        _ list: [(Row<Movie>, Float)],
        to k: Int,
        excluding seen: ArraySlice<Row<Movie>>
    ) -> [ListEntry<Movie>] {
        fill(list, to: k, excluding: seen)
    }

    /// A movie's list of `k` neighbours: those already found, then popular movies of its genres, then the
    /// most popular ones.
    ///
    /// - Parameters:
    ///   - movie: The query.
    ///   - list: What was found, best first.
    ///   - source: Where that comes from.
    ///   - k: The wished length.
    /// - Returns: Fewer than `k` only where the catalogue is too small.
    package func completedNeighbours(
        of movie: Row<Movie>,
        _ list: [(Row<Movie>, Float)],
        from source: ListSource = .model,
        to k: Int
    ) -> [ListEntry<Movie>] {
        let related = list.count < k ? related(to: movie) : []
        return fill(list, of: source, to: k, excluding: [movie], from: related)
    }

    /// The rated movies that share genres with a movie, most alike first, then by popularity.
    private func related(to movie: Row<Movie>) -> [ListEntry<Movie>] {
        guard genres.isKnown(of: movie) else { return [] }
        return byPopularity.enumerated()
            .map { place, other in (place, other, Float(genres.value(movie, other))) }
            .filter { $0.2 > 0 && raterCounts[$0.1.index] > 0 }
            .sorted { ($1.2, $0.0) < ($0.2, $1.0) }
            .map { ListEntry(candidate: $0.1, score: $0.2, source: .genrePopularity) }
    }

    private func entry(byPopularityOf movie: Row<Movie>) -> ListEntry<Movie> {
        let count = raterCounts[movie.index]
        return ListEntry(
            candidate: movie,
            score: Float(count) / Float(userCount),
            source: count > 0 ? .popularity : .catalogue
        )
    }

    /// A list filled up with related movies, then with the most popular ones.
    private func fill(
        _ list: [(Row<Movie>, Float)],
        of source: ListSource = .model,
        to k: Int,
        excluding excluded: ArraySlice<Row<Movie>>,
        from related: [ListEntry<Movie>] = []
    ) -> [ListEntry<Movie>] {
        var entries = list.prefix(k).map {
            ListEntry(candidate: $0, score: $1, source: source)
        }
        guard entries.count < k else { return entries }
        var taken = Set(excluded).union(entries.map(\.candidate))
        func take(_ fallback: ListEntry<Movie>) {
            guard entries.count < k, taken.insert(fallback.candidate).inserted else { return }
            let score = min(fallback.score, entries.last?.score ?? fallback.score)
            entries.append(
                ListEntry(candidate: fallback.candidate, score: score, source: fallback.source)
            )
        }
        related.forEach(take)
        for movie in byPopularity {
            guard entries.count < k else { break }
            take(entry(byPopularityOf: movie))
        }
        return entries
    }
}
