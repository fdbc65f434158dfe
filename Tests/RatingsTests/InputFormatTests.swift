import Fixtures
import Ratings
import Testing

@Suite("Layouts of input files")
struct InputFormatTests {
    private let expected = ["1 10 4.0 100", "2 20 3.5 200"]

    @Test(
        "a header may separate by comma, tab, semicolon or bar",
        arguments: [",", "\t", ";", "|"]
    )
    func delimiters(delimiter: String) throws {
        let text = "user_id,movie_id,rating,timestamp\n1,10,4,100\n2,20,3.5,200\n"
        let input = Input(ratings: FileText(text.replacing(",", with: delimiter)))
        #expect(try input.read().dataset.ratingLines == expected)
    }

    @Test("the delimiter is the one that the header has most of")
    func mostFrequentDelimiter() throws {
        // One comma and two bars among three semicolons.
        let outcome = try Input(
            ratings: "userId;movieId;rating|stars|,;timestamp\n1;10;4;100\n2;20;3.5;200\n",
            movies: "movieId;title;genres\n10;Heat, or so (1995);Drama|War\n20;B;\n",
            columns: ColumnNames(rating: "rating|stars|,")
        ).read()
        #expect(outcome.dataset.ratingLines == expected)
        #expect(
            outcome.dataset.movieLines == ["10: Heat, or so (1995), 1995, Drama+War", "20: B, 0, "]
        )
    }

    @Test("RecBole's atomic files are tab-separated and type their columns")
    func recBole() throws {
        let outcome = try Input(
            ratings: """
                user_id:token\titem_id:token\trating:float\ttimestamp:float
                1\t10\t4\t100.0
                2\t20\t3.5\t200

                """,
            movies: """
                item_id:token\tmovie_title:token_seq\trelease_year:token\tclass:token_seq
                10\tToy Story\t1995\tAnimation Children's Comedy
                20\tHeat\t1995\tunknown

                """,
            users: "user_id:token\tage:token\tgender:token\toccupation:token\n2\t53\tF\tother\n"
        ).read()
        #expect(outcome.dataset.ratingLines == expected)
        #expect(
            outcome.dataset.movieLines == [
                "10: Toy Story, 1995, Animation+Children's+Comedy", "20: Heat, 1995, ",
            ]
        )
        #expect(
            outcome.dataset.userDescriptions == [
                UserDescription(age: nil, gender: nil, occupation: nil),
                UserDescription(age: 53, gender: "F", occupation: "other"),
            ]
        )
    }

    @Test(
        "MovieLens 100K has tabs and bars, Latin-1 and no header",
        arguments: [nil, InputFormat.ml100k]
    )
    func ml100k(format: InputFormat?) throws {
        let input = Input(
            ratings: "1\t10\t4\t100\n2\t20\t3\t200\n",
            // 19 marks of genres, from `unknown` and `Action` to `War` and `Western`.
            movies: .latin1(
                """
                10|Misérables, Les (1995)|01-Jan-1995||http://x|0|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|1
                20|"unknown"||||1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0

                """
            ),
            users: .latin1("1|24|M|technician|85711\n2|53|F|français|94043\n"),
            format: format
        )
        let dataset = try input.read().dataset
        #expect(dataset.ratingLines == ["1 10 4.0 100", "2 20 3.0 200"])
        #expect(
            dataset.movieLines == [
                "10: Misérables, Les (1995), 1995, Action+Western", "20: \"unknown\", 0, ",
            ]
        )
        #expect(
            dataset.userDescriptions == [
                UserDescription(age: 24, gender: "M", occupation: "technician"),
                UserDescription(age: 53, gender: "F", occupation: "français"),
            ]
        )
    }

    @Test("MovieLens 1M has two colons, Latin-1 and no header", arguments: [nil, InputFormat.ml1m])
    func ml1m(format: InputFormat?) throws {
        let input = Input(
            ratings: "1::10::4::100\n2::20::3::200\n",
            movies: .latin1(
                "10::Star Wars: Episode IV (1977)::Action|Sci-Fi\r\n20::Café: \"Au Lait\"::Drama\r\n"
            ),
            users: .latin1("1::F::1::10::48067\n2::M::56::16::70072\n"),
            format: format
        )
        let dataset = try input.read().dataset
        #expect(dataset.ratingLines == ["1 10 4.0 100", "2 20 3.0 200"])
        #expect(
            dataset.movieLines == [
                "10: Star Wars: Episode IV (1977), 1977, Action+Sci-Fi",
                "20: Café: \"Au Lait\", 0, Drama",
            ]
        )
        #expect(dataset.userDescriptions?.map(\.age) == [1, 56])
        #expect(dataset.userDescriptions?.map(\.gender) == ["F", "M"])
    }

    @Test("files of one input may have different layouts")
    func mixedLayouts() throws {
        let dataset = try Input(
            ratings: "1\t10\t4\t100\n2\t20\t3\t200\n",
            movies: "movieId,title\n10,A\n20,B\n"
        ).read().dataset
        #expect(dataset.ratingLines == ["1 10 4.0 100", "2 20 3.0 200"])
        #expect(dataset.catalogue.descriptions.map(\.title) == ["A", "B"])
    }

    @Test("blank lines at the top do not hide the layout", arguments: ["\n", "\r\n\n"])
    func blankTop(top: String) throws {
        let texts = [
            "user_id;movie_id;rating;timestamp\n1;10;4;100\n2;20;3.5;200\n",
            "1::10::4::100\n2::20::3.5::200\n",
            "1\t10\t4\t100\n2\t20\t3.5\t200\n",
        ]
        for text in texts {
            #expect(try Input(ratings: FileText(top + text)).read().dataset.ratingLines == expected)
        }
    }

    @Test("an empty file holds no records in any layout", arguments: InputFormat.allCases)
    func emptyFile(format: InputFormat) throws {
        #expect(
            try Input(ratings: "", format: format).complaint() == "ratings.csv: holds no records"
        )
    }

    @Test("a layout that is told wrong is a fault on line 1")
    func wrongLayout() throws {
        let text: FileText = "userId,movieId,rating,timestamp\n1,10,4,100\n"
        #expect(
            try Input(ratings: text, format: .ml100k).complaint()
                == "ratings.csv:1: 1 fields where 4 are expected"
        )
    }
}
