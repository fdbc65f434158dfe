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

    @Test(
        "ratings without a header are told by their numbers",
        arguments: [
            ("1,10\n2,20\n", ["1 10", "2 20"]),
            ("ann,10\nbob,20\n", ["ann 10", "bob 20"]),
            ("1\t10\n2\t20\n", ["1 10", "2 20"]),
            ("1 10\r\n2 20\r\n", ["1 10", "2 20"]),
            ("\u{FEFF}1,10\n2,20\n", ["1 10", "2 20"]),
            ("1,10,4\n2,20,3.5\n", ["1 10 4.0", "2 20 3.5"]),
            ("1,10,100000000\n2,20,100000001\n", ["1 10 100000000", "2 20 100000001"]),
            ("ann,heat,4,100\nbob,alien,3.5,200\n", ["ann heat 4.0 100", "bob alien 3.5 200"]),
            ("1 10 4 100\n2 20 3.5 200\n", ["1 10 4.0 100", "2 20 3.5 200"]),
            ("\"a;b\";10;4\n\"c;d\";20;3.5\n", ["a;b 10 4.0", "c;d 20 3.5"]),
            ("ann alien 4 100\nbob heat 3.5 200\n", ["ann alien 4.0 100", "bob heat 3.5 200"]),
            (
                "ann,b1,5,978300760\nbob,0205,4,978300761\n",
                ["ann b1 5.0 978300760", "bob 0205 4.0 978300761"]
            ),
            ("0,1\n1,0\n", ["0 1", "1 0"]),
        ]
    )
    func headerless(text: String, lines: [String]) throws {
        #expect(try Input(ratings: FileText(text)).read().dataset.ratingLines == lines)
    }

    @Test("ratings without a header and without numbers are told by the flag alone")
    func headerlessTexts() throws {
        let text: FileText = "ann,heat\nbob,alien\n"
        #expect(
            try Input(ratings: text).complaint()
                == "ratings.csv:1: no column for the user id among \"ann\", \"heat\""
                + "; name it with --user-column, or say --format headerless if the file has no header"
        )
        let outcome = try Input(
            ratings: text,
            movies: "movieId,title\nheat,Heat (1995)\nalien,Alien (1979)\n",
            format: .headerless
        ).read()
        #expect(outcome.dataset.ratingLines == ["ann heat", "bob alien"])
        #expect(outcome.dataset.catalogue.descriptions.map(\.year) == [1979, 1995])
    }

    @Test(
        "what may be a header, or is cut in the wrong places, is not taken for a rating",
        arguments: [
            "0,1,2,3\n1,10,4,100\n",  // a table's columns without names
            "level_0,level_1,0\n1,10,4\n",
            "person,film,2024\n1,10,4\n",
            "1,10,978300760,4\n2,20,978300761,5\n",  // the time before the stars
            "1 10 4,5\n2 20 5,0\n",  // a decimal comma
            "1\t 1 4.0 978300760\n2\t 2 4.0 978300760\n",
            "a,b,c,d,5\n1,2,3,4,5\n",
        ]
    )
    func notHeaderless(text: String) throws {
        let complaint = try #require(try Input(ratings: FileText(text)).complaint())
        #expect(complaint.hasPrefix("ratings.csv:1: no column for the user id among "))
        #expect(complaint.hasSuffix("or say --format headerless if the file has no header"))
    }

    @Test("a catalogue may have any layout beside ratings that are said to have no header")
    func headerlessBesideOthers() throws {
        let line = "10|Heat (1995)|01-Jan-1995||http://x|0|1|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|0|1\n"
        let outcome = try Input(
            ratings: "1\t10\t4\t100\n2\t20\t3.5\t200\n",
            movies: .latin1(line + line.replacing("10|", with: "20|")),
            format: .headerless
        ).read()
        #expect(outcome.dataset.ratingLines == expected)
        #expect(outcome.dataset.catalogue.descriptions.map(\.year) == [1995, 1995])
    }

    @Test(
        "columns of well-known data sets have usual names",
        arguments: [
            "reviewerID,asin,overall,unixReviewTime", "user_id,parent_asin,rating,timestamp",
            "customer_id,product_id,stars,time", "visitorid,itemid,score,timestamp",
            "user,song_id,rating,time", "uid,sid,rating,timestamp", "user_id,book_id,rating,time",
            "user_id,business_id,stars,timestamp", "user_id,artist_id,rating,timestamp",
        ]
    )
    func usualNames(header: String) throws {
        let text = header + "\n1,10,4,100\n2,20,3.5,200\n"
        #expect(try Input(ratings: FileText(text)).read().dataset.ratingLines == expected)
    }

    @Test(
        "of several usual names the more usual counts",
        arguments: ["artist_id,track_id", "asin,parent_asin", "business_id,item_id", "sid,movie"]
    )
    func severalUsualNames(names: String) throws {
        let text = "user_id,\(names)\n1,7,10\n2,8,20\n"
        #expect(
            try Input(ratings: FileText(text)).read().dataset.ratingLines == ["1 10", "2 20"]
        )
    }

    @Test("columns behind the four that are known count for nothing")
    func headerlessWithMore() throws {
        let input = Input(ratings: "1,10,4,100,x\n2,20,3.5,200,y\n", format: .headerless)
        #expect(try input.read().dataset.ratingLines == expected)
    }

    @Test(
        "numbers are the names of columns where flags or usual names say so",
        arguments: [
            ("0,1,2,3\n1,10,4,100\n2,20,3.5,200\n", ColumnNames(user: "0", movie: "1")),
            ("user_id,movie_id,3,4\n1,10,4,100\n2,20,3.5,200\n", ColumnNames()),
        ]
    )
    func numbersAsNames(text: String, columns: ColumnNames) throws {
        let input = Input(ratings: FileText(text), columns: columns)
        #expect(try input.read().dataset.ratingLines == ["1 10", "2 20"])
    }

    @Test("a fault in ratings without a header stands on its own line")
    func headerlessFault() throws {
        #expect(
            try Input(ratings: "1,10,4\n2,20,many\n").complaint()
                == "ratings.csv:2: rating \"many\" is not a number"
        )
        #expect(
            try Input(ratings: "1,10\n", format: .headerless).complaint()
                == "ratings.csv: 1 movie in all; lists of other movies need at least two"
        )
        #expect(
            try Input(ratings: "1\n2\n", format: .headerless).complaint()
                == "ratings.csv:1: 1 fields where 2 are expected"
        )
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

    @Test("blank lines at the top do not hide the layout", arguments: ["\n", "\r\n\n", "  \n"])
    func blankTop(top: String) throws {
        let texts = [
            "user_id;movie_id;rating;timestamp\n1;10;4;100\n2;20;3.5;200\n",
            "1::10::4::100\n2::20::3.5::200\n",
            "1\t10\t4\t100\n2\t20\t3.5\t200\n", "1,10,4,100\n2,20,3.5,200\n",
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
