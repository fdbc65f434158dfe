import Ratings
import Retrieval
import Testing

@Suite("How alike genres are")
struct GenreSimilarityTests {
    @Test("it is the Jaccard index of the sets of genres, however many there are")
    func oracle() {
        // More genres than a word has bits; one movie has none, one names a genre twice.
        let sets = (0..<8).map { movie in (0..<90).filter { $0 % (movie + 2) == 0 }.map { "g\($0)" }
        }
        let genres = sets + [[], ["g1", "g2", "g1"]]
        let similarity = GenreSimilarity(of: catalogue(genres))
        #expect(similarity.isKnown)
        for first in genres.indices {
            #expect(similarity.isKnown(of: Row(first)) == !genres[first].isEmpty)
            for second in genres.indices {
                let (left, right) = (Set(genres[first]), Set(genres[second]))
                let common = Double(left.intersection(right).count)
                let expected = common / Double(max(1, left.union(right).count))
                #expect(similarity.value(Row(first), Row(second)) == expected)
            }
        }
    }

    @Test("without genres nothing is alike")
    func none() {
        let similarity = GenreSimilarity(of: catalogue([[]]))
        #expect(!similarity.isKnown)
        #expect(similarity.value(Row(0), Row(0)) == 0)
    }

    private func catalogue(_ genres: [[String]]) -> Catalogue {
        Catalogue(
            vocabulary: Vocabulary(genres.indices.map(String.init)),
            descriptions: genres.map { MovieDescription(title: "", genres: $0) }
        )
    }
}
