import Fixtures
import Ratings
import Testing

@testable import Publishing
@testable import Retrieval

@Suite("the data files")
struct ListFilesTests {
    private let catalogue = Catalogue(
        vocabulary: Vocabulary(["10", "2", "ABC-9"]),
        descriptions: [
            MovieDescription(title: "Heat (1995)", genres: ["Action", "Crime"]),
            MovieDescription(title: "\"Good\", Bad & Ugly", genres: ["Western"]),
            MovieDescription(title: ""),
        ]
    )
    private let users = Vocabulary<User>(["9", "10", "with, comma"])

    @Test("recommendations are ordered by id and rank, to the byte")
    func userRecommendations() throws {
        let folder = try HeldFolder()
        let lists: [[ListEntry<Movie>]] = [
            [entry(1, 0.5, .model), entry(0, -0.25, .model)],
            [],
            [entry(2, 1.0 / 3, .popularity)],
        ]
        let tally = try ListFiles.writeUserRecommendations(
            to: folder.path,
            users: users,
            catalogue: catalogue,
            ofAtMost: 3,
            list: { lists[$0.index] }
        )
        #expect(tally.rowCount == 3)
        let expected = """
            user_id,rank,movie_id,score,source
            9,1,10,0.500000,model
            9,2,2,-0.250000,model
            "with, comma",1,ABC-9,0.333333,popularity

            """
        #expect(try folder.text("user_recommendations.csv") == expected)
    }

    @Test("neighbours have titles and common raters, to the byte")
    func movieNeighbours() throws {
        let folder = try HeldFolder()
        let lists: [[(entry: ListEntry<Movie>, coRaterCount: Int)]] = [
            [(entry(1, 12.3456785, .model), 3)],
            [(entry(2, 0, .catalogue), 0), (entry(0, 0, .genrePopularity), 3)],
            [],
        ]
        let tally = try ListFiles.writeMovieNeighbours(
            to: folder.path,
            catalogue: catalogue,
            ofAtMost: 3,
            list: { lists[$0.index] }
        )
        #expect(tally.rowCount == 3)
        // The nearest 32-bit float of 12.3456785 is 12.34567832…; an empty title is "", not NULL.
        let expected = """
            movie_id,rank,neighbour_id,score,source,title,neighbour_title,co_raters
            2,1,10,12.345678,model,Heat (1995),"\""Good"", Bad & Ugly",3
            10,1,ABC-9,0.000000,catalogue,"\""Good"", Bad & Ugly","",0
            10,2,2,0.000000,genre_popularity,"\""Good"", Bad & Ugly",Heat (1995),3

            """
        #expect(try folder.text("movie_neighbours.csv") == expected)
    }

    @Test("an unknown year is NULL, unknown texts are empty")
    func movies() throws {
        let folder = try HeldFolder()
        try ListFiles.writeMovies(
            to: folder.path,
            catalogue: catalogue,
            raterCounts: [7, 0, 12]
        )
        let expected = """
            movie_id,title,year,genres,rating_count
            2,Heat (1995),1995,Action|Crime,7
            10,"\""Good"", Bad & Ugly",,Western,0
            ABC-9,"",,"",12

            """
        #expect(try folder.text("movies.csv") == expected)
    }

    @Test("line feeds, carriage returns and letters of all kinds survive in quotes")
    func quoting() throws {
        let folder = try HeldFolder()
        let odd = Catalogue(
            vocabulary: Vocabulary(["1"]),
            descriptions: [MovieDescription(title: "Amélie\r\n千と千尋 ", genres: [])]
        )
        try ListFiles.writeMovies(to: folder.path, catalogue: odd, raterCounts: [1])
        #expect(
            try folder.text("movies.csv")
                == "movie_id,title,year,genres,rating_count\n1,\"Amélie\r\n千と千尋 \",,\"\",1\n"
        )
    }

    private func entry(_ movie: Int, _ score: Float, _ source: ListSource) -> ListEntry<Movie> {
        ListEntry(candidate: Row(movie), score: score, source: source)
    }
}
