import ArgumentParser
import NightlyJob

struct Synthesize: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a made-up data set of a stated size as ratings.csv and movies.csv."
    )

    @Option(help: "How many users.")
    var users = Synthesis().userCount

    @Option(help: "How many movies.")
    var movies = Synthesis().movieCount

    @Option(help: "How many ratings.")
    var ratings = Synthesis().ratingCount

    @Option(help: "The same seed gives the same data.")
    var seed = Synthesis().seed

    @Option(help: "The folder to make.")
    var into: String

    func run() throws {
        var synthesis = Synthesis()
        synthesis.userCount = users
        synthesis.movieCount = movies
        synthesis.ratingCount = ratings
        synthesis.seed = seed
        try synthesis.write(to: into)
    }
}
