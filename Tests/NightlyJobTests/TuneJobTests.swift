import Evaluation
import Fixtures
import Ratings
import Testing

@testable import NightlyJob

@Suite("a search for settings")
struct TuneJobTests {
    @Test("trials are judged by none of the users whom evaluate holds out")
    func heldOutUsers() throws {
        let folder = try HeldFolder()
        let rows = (0..<50).flatMap { user in
            (0..<8).map { "\(user),\((user + 3 * $0) % 20),\(100 * user + $0)\n" }
        }
        try folder.write("userId,movieId,timestamp\n" + rows.joined(), to: "ratings.csv")
        let settings = JobSettings(input: InputFiles(ratings: "\(folder.path)/ratings.csv"))
        let dataset = try DatasetReader.read(settings.input).dataset
        var generator = SeededGenerator(
            seed: settings.seed,
            stage: Evaluator.heldOutUsersStage
        )
        let ofEvaluate = HeldOutUsers.split(dataset.interactions, using: &generator).test
        let ofTune = try TuneJob(settings, observer: .silent).otherUsers.test
        func users(_ ratings: Interactions) -> Set<Int> {
            Set((0..<ratings.userCount).filter { !ratings.movies(of: Row($0)).isEmpty })
        }
        #expect(users(ofEvaluate).count == 10)
        #expect(!users(ofTune).isEmpty)
        #expect(users(ofTune).isDisjoint(with: users(ofEvaluate)))
    }
}
