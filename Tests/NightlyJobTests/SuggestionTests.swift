import NightlyJob
import Testing

@Suite("Suggestions for a misspelt word")
struct SuggestionTests {
    @Test("the closest come first, equally close ones in their own order")
    func order() {
        // Missing from "godfater": an h; an h and an s; an h and an o. "heat" is too far.
        #expect(
            suggestions(for: "godfater", among: ["Godfathers", "Heat", "Godfather", "Goodfather"])
                == ["Godfather", "Godfathers", "Goodfather"]
        )
        #expect(suggestions(for: "cot", among: ["cut", "cat", "cot"]) == ["cot", "cut", "cat"])
    }

    @Test("no more than the wished number")
    func most() {
        let words = ["heat", "heap", "head", "heal", "hear"]
        #expect(suggestions(for: "hea", among: words) == ["heat", "heap", "head"])
        #expect(suggestions(for: "hea", among: words, most: 1) == ["heat"])
        #expect(suggestions(for: "hea", among: words, most: 0).isEmpty)
    }

    @Test("what differs in more than half of the letters is no suggestion")
    func far() {
        // One of two letters is half; two of three are more.
        #expect(suggestions(for: "ab", among: ["ac"]) == ["ac"])
        #expect(suggestions(for: "abc", among: ["axy", "abcdefg", ""]).isEmpty)
        #expect(suggestions(for: "", among: ["a", "b"]).isEmpty)
    }

    @Test(
        "the distance counts insertions, deletions and replacements",
        arguments: [
            // k → s, e → i, and a g at the end: 3 of 7 letters.
            ("kitten", "sitting", true),
            // a and t inserted, n → r: 3 of 8 letters.
            ("sunday", "saturday", true),
            ("abcdef", "fedcba", false), ("abcdef", "ghijkl", false),
        ]
    )
    func distances(word: String, candidate: String, isSuggested: Bool) {
        #expect(suggestions(for: word, among: [candidate]).isEmpty == !isSuggested)
    }
}
