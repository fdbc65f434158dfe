import Fixtures
import Foundation
import Ratings
import Testing

@Suite("Reading ratings, catalogues and users")
struct DatasetReaderTests {
    private let header = "userId,movieId,rating,timestamp\n"

    @Test("users, movies and ratings are numbered in natural order")
    func numbering() throws {
        let outcome = try Input(
            ratings: """
                userId,movieId,rating,timestamp
                10,B,4.5,100
                9,A,3,300
                9,7,1,200

                """
        ).read()
        #expect(outcome.dataset.users.ids == ["9", "10"])
        #expect(outcome.dataset.catalogue.vocabulary.ids == ["7", "A", "B"])
        // Each user's ratings stand in the order of time.
        #expect(outcome.dataset.ratingLines == ["9 7 1.0 200", "9 A 3.0 300", "10 B 4.5 100"])
        #expect(outcome.supersededCount == 0)
        #expect(outcome.dataset.userDescriptions == nil)
    }

    @Test(
        "line ends, blank lines, quotes, a byte order mark and the last line's end change nothing"
    )
    func spellings() throws {
        let plain = header + "1,10,4,100\n2,20,3.5,200\n"
        let spellings = [
            plain.replacing("\n", with: "\r\n"),
            "\u{FEFF}" + plain,
            "\u{FEFF}" + plain.replacing("userId", with: "\"userId\""),
            plain.replacing("\n", with: "\n\n \n"),
            plain.replacing(",10,", with: ",\"10\","),
            plain.replacing(",", with: " , "),
            String(plain.dropLast()),
            plain.replacing("100\n", with: "100.0\n"),
        ]
        let expected = ["1 10 4.0 100", "2 20 3.5 200"]
        #expect(try Input(ratings: FileText(plain)).read().dataset.ratingLines == expected)
        for spelling in spellings {
            #expect(try Input(ratings: FileText(spelling)).read().dataset.ratingLines == expected)
        }
    }

    @Test("the order of the file changes no row and no rating", arguments: 0..<20 as Range<UInt64>)
    func orderOfFile(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        let ids = ["1", "01", "2", "10", "b", "B", "é", "x y", "-1", "1.0"]
        // Every rating has its own time, so that none depends on the file for its order.
        let rows = (0..<80).map { time in
            let user = ids.randomElement(using: &generator) ?? ""
            let movie = ids.randomElement(using: &generator) ?? ""
            return "\(user),\(movie),\(time % 10),\(time)\n"
        }
        let expected = try Input(ratings: FileText(header + rows.joined())).read()
        let shuffled = try Input(
            ratings: FileText(header + rows.shuffled(using: &generator).joined())
        ).read()
        #expect(shuffled.dataset.users.ids == expected.dataset.users.ids)
        #expect(
            shuffled.dataset.catalogue.vocabulary.ids == expected.dataset.catalogue.vocabulary.ids
        )
        #expect(shuffled.dataset.ratingLines == expected.dataset.ratingLines)
        #expect(shuffled.supersededCount == expected.supersededCount)
        #expect(expected.supersededCount + expected.dataset.interactions.count == 80)
    }

    @Test("a file of several pieces is numbered as one, and tells its faults in order")
    func severalPieces() throws {
        // 18 MB, three pieces; the ids of users turn up again in every piece.
        let userIDs = { (place: Int) in "\(place % 3 == 0 ? "u" : "")\(place % 977)" }
        let rows = (0..<980_000).map { place in
            "\(userIDs(place)),\(place % 1_009),\(place % 5),\(place)\n"
        }
        let dataset = try Input(ratings: FileText(header + rows.joined())).read().dataset
        // The time of a rating tells all the rest of it.
        let times = try #require(dataset.interactions.timestamps)
        let wrongCount = (0..<dataset.users.count).reduce(0) { count, user in
            count
                + dataset.interactions.range(of: Row(user)).count { place in
                    let time = Int(times[place])
                    return dataset.users.ids[user] != userIDs(time)
                        || dataset.interactions.movies[place].index != time % 1_009
                        || dataset.interactions.ratings?[place] != Float(time % 5)
                }
        }
        #expect(wrongCount == 0)
        // 977 and 1,009 have no common divisor: a user rates a movie again after 985,793 places.
        #expect(dataset.interactions.count == 980_000)

        var faulty = rows
        for place in [3, 600_000, 900_000] { faulty[place] = "1,2,bad,\(place)\n" }
        let input = Input(ratings: FileText(header + faulty.joined()))
        #expect(try input.complaint() == "ratings.csv:5: rating \"bad\" is not a number")
        try TemporaryFolder.with { folder in
            var files = InputFiles(
                ratings: try folder.write(header + faulty.joined(), to: "ratings.csv")
            )
            files.tolerance = .records(3)
            var refused: [Int] = []
            let rest = try DatasetReader.read(files) { refused.append($0.position.line) }
            #expect(refused == [5, 600_002, 900_002])
            #expect(rest.dataset.interactions.count == 979_997)
            files.tolerance = .records(2)
            #expect(
                folder.complaint { _ = try DatasetReader.read(files) }
                    == "ratings.csv: 3 of 900001 records refused where 2 are tolerated;"
                    + " the last: ratings.csv:900002: rating \"bad\" is not a number"
            )
        }
    }

    @Test("of two ratings of a movie by a user the later one counts, not the lower line")
    func duplicates() throws {
        let outcome = try Input(
            ratings: FileText(header + "1,10,5,300\n1,10,2,100\n1,20,3,200\n1,10,4,300\n")
        ).read()
        // The times 300 and 300 are equal: the one further down counts.
        #expect(outcome.dataset.ratingLines == ["1 20 3.0 200", "1 10 4.0 300"])
        #expect(outcome.supersededCount == 2)
    }

    @Test("without timestamps the lower line is the later one, and ratings may be missing too")
    func missingColumns() throws {
        let rated = try Input(ratings: "user,item,rating\n1,10,5\n1,20,4\n1,10,1\n").read()
        #expect(rated.dataset.ratingLines == ["1 20 4.0", "1 10 1.0"])
        #expect(rated.dataset.interactions.timestamps == nil)
        let seen = try Input(ratings: "user,item\n1,20\n1,10\n").read()
        #expect(seen.dataset.ratingLines == ["1 20", "1 10"])
        #expect(seen.dataset.interactions.ratings == nil)
    }

    @Test(
        "ids that are spelt differently are different",
        arguments: ["007", "7.0", "+7", "0x7", "７"]
    )
    func spellingOfIDs(other: String) throws {
        let outcome = try Input(
            ratings: FileText(header + "7,7,1,1\n\(other),\(other),2,2\n7,7,3,3\n")
        ).read()
        #expect(outcome.dataset.users.ids == ["7", other])
        #expect(outcome.dataset.ratingLines == ["7 7 3.0 3", "\(other) \(other) 2.0 2"])
    }

    @Test("the order of the columns is the header's, and other columns are passed over")
    func columnOrder() throws {
        let outcome = try Input(
            ratings: "note,timestamp,movie_id,rating,User ID\nx,5,10,4,1\ny,6,20,3,2\n"
        ).read()
        #expect(outcome.dataset.ratingLines == ["1 10 4.0 5", "2 20 3.0 6"])
    }

    @Test("columns that are named by flags win over the usual names")
    func namedColumns() throws {
        let outcome = try Input(
            ratings: "who,what,how,when,userId,rating\na,x,1,10,no,9\nb,y,2,20,no,9\n",
            columns: ColumnNames(user: "who", movie: "what", rating: "how", timestamp: "when")
        ).read()
        #expect(outcome.dataset.ratingLines == ["a x 1.0 10", "b y 2.0 20"])
    }

    @Test("a column named by a flag may have its usual name in other files")
    func columnsNamedElsewhere() throws {
        for header in ["movieId,title", "what,title", "what,title,movieId"] {
            let rest = header.hasSuffix("Id") ? ",z" : ""
            let outcome = try Input(
                ratings: "who,what\na,x\nb,y\n",
                movies: FileText("\(header)\nx,Heat\(rest)\ny,Alien\(rest)\n"),
                users: "user_id,age\na,30\n",
                format: .csv,
                columns: ColumnNames(user: "who", movie: "what")
            ).read()
            #expect(outcome.dataset.movieLines == ["x: Heat, 0, ", "y: Alien, 0, "])
            #expect(outcome.dataset.userDescriptions?[0].age == 30)
        }
    }

    @Test("times before 1970 and up to the year 5138 are read")
    func extremeTimes() throws {
        let outcome = try Input(
            ratings: FileText(header + "1,10,1,-5\n1,20,1,100000000000\n1,30,1,0\n")
        ).read()
        #expect(outcome.dataset.interactions.timestamps == [-5, 0, 100_000_000_000])
        #expect(outcome.dataset.interactions.newestTimestamp == 100_000_000_000)
    }

    // MARK: - Catalogue and users

    @Test("movies of the catalogue that nobody rated have rows too")
    func unratedMovies() throws {
        let outcome = try Input(
            ratings: FileText(header + "1,20,4,100\n"),
            movies: """
                movieId,title,genres
                30,"American President, The (1995)",Comedy|Drama|Romance
                20,Heat (1995),(no genres listed)
                3,"line
                break",

                """
        ).read()
        #expect(
            outcome.dataset.movieLines == [
                "3: line\nbreak, 0, ", "20: Heat (1995), 1995, ",
                "30: American President, The (1995), 1995, Comedy+Drama+Romance",
            ]
        )
        #expect(outcome.dataset.interactions.raterCounts == [0, 1, 0])
        #expect(outcome.dataset.catalogue.isDescribed)
    }

    @Test("without a catalogue movies are known by their ids alone")
    func noCatalogue() throws {
        let catalogue = try Input(ratings: FileText(header + "1,20,4,1\n1,3,4,2\n")).read()
            .dataset.catalogue
        #expect(catalogue.vocabulary.ids == ["3", "20"])
        #expect(
            catalogue.descriptions == [MovieDescription(title: ""), MovieDescription(title: "")]
        )
        #expect(!catalogue.isDescribed)
    }

    @Test("a bar alone separates genres, and a year that no calendar has is unknown")
    func genresAndYears() throws {
        let outcome = try Input(
            ratings: FileText(header + "1,1,4,1\n"),
            movies: """
                movieId,title,year,genres
                1,A,9999,Science Fiction
                2,B,10000,Science Fiction|TV Movie|unknown
                3,C,-9223372036854775808,unknown
                4,D,0,(no genres listed)

                """
        ).read()
        #expect(
            outcome.dataset.movieLines == [
                "1: A, 9999, Science Fiction", "2: B, 0, Science Fiction+TV Movie", "3: C, 0, ",
                "4: D, 0, ",
            ]
        )
    }

    @Test("a year of its own column wins over the title's")
    func yearColumn() throws {
        let outcome = try Input(
            ratings: FileText(header + "1,1,4,1\n"),
            movies: "item_id,name,release_year\n1,Heat (1995),1986\n2,Heat (1995),\n"
        ).read()
        #expect(outcome.dataset.catalogue.descriptions.map(\.year) == [1986, 1995])
    }

    @Test("a catalogue can be read alone")
    func catalogueAlone() throws {
        try TemporaryFolder.with { folder in
            let path = try folder.write("movieId,title\n2,B\n1,A\n", to: "movies.csv")
            let catalogue = try DatasetReader.readCatalogue(path)
            #expect(catalogue.vocabulary.ids == ["1", "2"])
            #expect(catalogue.descriptions.map(\.title) == ["A", "B"])
        }
    }

    @Test("what is known of users stands in their rows; strangers are passed over")
    func users() throws {
        let outcome = try Input(
            ratings: FileText(header + "10,1,4,1\n9,2,4,1\n8,2,4,1\n"),
            users: "user_id,age,gender,occupation\n10,24,M,technician\n77,1,F,x\n9,,F,\n"
        ).read()
        // In the order of the rows: 8, 9, 10.
        #expect(
            outcome.dataset.userDescriptions == [
                UserDescription(age: nil, gender: nil, occupation: nil),
                UserDescription(age: nil, gender: "F", occupation: ""),
                UserDescription(age: 24, gender: "M", occupation: "technician"),
            ]
        )
    }

    // MARK: - A split of somebody else

    @Test("both files of a split are numbered as one")
    func split() throws {
        try TemporaryFolder.with { folder in
            let train = try folder.write(header + "2,30,4,1\n2,30,5,2\n1,10,3,3\n", to: "train.csv")
            let test = try folder.write(header + "3,20,4,9\n1,30,2,8\n", to: "test.csv")
            let (outcome, split) = try DatasetReader.readSplit(
                InputFiles(ratings: train),
                test: test
            )
            #expect(outcome.dataset.users.ids == ["1", "2", "3"])
            #expect(outcome.dataset.catalogue.vocabulary.ids == ["10", "20", "30"])
            #expect(
                outcome.dataset.ratingLines
                    == ["1 10 3.0 3", "1 30 2.0 8", "2 30 5.0 2", "3 20 4.0 9"]
            )
            #expect(outcome.supersededCount == 1)
            #expect(
                split.train.entries == [
                    Entry(user: 0, movie: 0, rating: 3, time: 3),
                    Entry(user: 1, movie: 2, rating: 5, time: 2),
                ]
            )
            #expect(
                split.test.entries == [
                    Entry(user: 0, movie: 2, rating: 2, time: 8),
                    Entry(user: 2, movie: 1, rating: 4, time: 9),
                ]
            )
            // User 3 has a held-out rating and none to train on.
            #expect(split.unseenUserCount == 1)
        }
    }
}
