import LinearAlgebra
import Ratings

/// What a movie tower knows of each movie: an embedding of its own, and its content.
struct MovieFeatures {
    fileprivate let ownPlaces: [Int]
    /// What each own embedding stands for: an id, or a title.
    private let ownNames: [String]
    /// How much of its own embedding each movie uses.
    fileprivate let ownScales: [Float]
    fileprivate let content: Content?

    init(
        of catalogue: Catalogue,
        key: CandidateKey,
        contentScale: Float,
        genreWeight: Float = 1,
        ownScales: [Float]? = nil
    ) {
        self.ownScales = ownScales ?? [Float](repeating: 1, count: catalogue.count)
        switch key {
        case .title where catalogue.hasTitles:
            let titles = catalogue.descriptions.map(\.title)
            let distinct = Set(titles).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
            ownPlaces = titles.map { places[$0] ?? 0 }
            ownNames = distinct
        case .id, .title:
            ownPlaces = Array(0..<catalogue.count)
            ownNames = catalogue.vocabulary.ids
        }
        content =
            contentScale > 0 && catalogue.isDescribed
            ? Content(of: catalogue, scale: contentScale, genreWeight: genreWeight) : nil
    }

    /// Adds a tower's own embeddings to a table, and content that only this tower has.
    func addBlocks(to table: inout FeatureTable, tower: String) -> Rows {
        let own = table.addBlock("\(tower)/movie", rowNames: ownNames)
        return Rows(
            features: self,
            own: own,
            content: addContent(to: &table, name: "\(tower)/content")
        )
    }

    /// Adds the embeddings of two towers to a table, and content that they share.
    func addBlocks(
        to table: inout FeatureTable,
        sharedBy first: String,
        _ second: String
    ) -> (Rows, Rows) {
        let ownOfFirst = table.addBlock("\(first)/movie", rowNames: ownNames)
        let ownOfSecond = table.addBlock("\(second)/movie", rowNames: ownNames)
        let shared = addContent(to: &table, name: "shared/content")
        return (
            Rows(features: self, own: ownOfFirst, content: shared),
            Rows(features: self, own: ownOfSecond, content: shared)
        )
    }

    private func addContent(to table: inout FeatureTable, name: String) -> Range<Int> {
        guard let content else { return 0..<0 }
        return table.addBlock(name, rowNames: content.names)
    }

    /// Where the features of one tower stand in the table.
    struct Rows {
        fileprivate let features: MovieFeatures
        fileprivate let own: Range<Int>
        fileprivate let content: Range<Int>

        /// The row of a movie's own embedding in the table.
        func ownRow(of movie: Row<Movie>) -> Int {
            own.lowerBound + features.ownPlaces[movie.index]
        }

        /// The features of each movie.
        ///
        /// - Parameters:
        ///   - columnCount: The rows of the table.
        ///   - kin: Whose own embeddings are added to each movie's; `nil` for nobody's.
        ///   - scale: What the shares of kin are multiplied by.
        /// - Returns: Shape `[movies, columnCount]`.
        func matrix(
            columnCount: Int,
            leaningOn kin: Kin? = nil,
            times scale: Float = 1
        ) -> SparseMatrix {
            var matrix = SparseMatrix(columnCount: columnCount)
            for movie in features.ownPlaces.indices {
                matrix.appendEntry(ownRow(of: Row(movie)), features.ownScales[movie])
                for (feature, weight) in features.content?.features[movie] ?? [] {
                    matrix.appendEntry(content.lowerBound + feature, weight)
                }
                if let kin {
                    for (other, share) in kin[Row(movie)] {
                        matrix.appendEntry(ownRow(of: other), scale * share)
                    }
                }
                matrix.endRow()
            }
            return matrix
        }
    }
}
