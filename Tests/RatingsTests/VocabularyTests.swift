import Fixtures
import Ratings
import Testing

@Suite("Vocabularies")
struct VocabularyTests {
    @Test(
        "an id's row leads back to the id, in any order of input",
        arguments: 0..<20 as Range<UInt64>
    )
    func roundTrip(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let alphabet = Array("0123456789abcXYZ -_é日")
        var ids = Set<String>()
        while ids.count < 200 {
            let letters = (0..<Int.random(in: 0...6, using: &generator)).compactMap { _ in
                alphabet.randomElement(using: &generator)
            }
            ids.insert(String(letters))
        }
        let vocabulary = Vocabulary<Movie>(Array(ids).shuffled(using: &generator))
        let again = Vocabulary<Movie>(Array(ids).shuffled(using: &generator))
        #expect(vocabulary.count == 200)
        #expect(vocabulary.ids == again.ids)
        #expect(vocabulary.ids == ids.sorted(by: naturallyPrecedes))
        for (place, id) in vocabulary.ids.enumerated() {
            #expect(vocabulary.row(of: id) == Row(place))
            #expect(vocabulary[Row(place)] == id)
        }
    }

    @Test("an unknown id has no row")
    func unknownID() {
        let vocabulary = Vocabulary<User>(["7", "10"])
        #expect(vocabulary.row(of: "007") == nil)
        #expect(vocabulary.row(of: "") == nil)
        #expect(Vocabulary<User>([]).row(of: "7") == nil)
        #expect(Vocabulary<User>([]).count == 0)
    }

    @Test("rows compare by number")
    func rows() {
        #expect(Row<User>(2) < Row<User>(10))
        #expect(Row<User>(2).index == 2)
        #expect(Row<User>(2).number == 2)
    }
}
