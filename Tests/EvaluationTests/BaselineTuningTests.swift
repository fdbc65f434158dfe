import Ratings
import Testing

@testable import Evaluation

@Suite("choosing for baselines")
struct BaselineTuningTests {
    private static let world = RandomWorld(seed: 5)

    private func tuning(ratedMovieCount: Int = 30, validation: Split?) -> BaselineTuning {
        BaselineTuning(
            ratedMovieCount: ratedMovieCount,
            users: validation,
            movies: validation,
            catalogue: Self.world.catalogue,
            seed: 1
        )
    }

    @Test("no other setting of the grid has better lists on the validation split")
    func best() throws {
        let split = Self.world.split
        let tuning = tuning(validation: split)
        let judgement = UserMovieJudgement(split, catalogue: Self.world.catalogue)
        func ndcg(_ scorer: some MovieScorer) -> Double {
            judgement.judge(scorer).metrics["ndcg@20"] ?? 0
        }
        let chosen = try #require(tuning.easeRegularisation)
        let value = ndcg(try EASE(split.train, regularisation: chosen))
        for other: Float in [100, 200, 400, 800, 1600] {
            #expect(ndcg(try EASE(split.train, regularisation: other)) <= value)
        }
        let settings = try #require(tuning.ials)
        let valueOfIALS = ndcg(IALS(split.train, settings: settings, seed: 1))
        for weight: Float in [0.1, 0.3, 1] {
            for regularisation: Float in [0.003, 0.007, 0.015] {
                let other = IALS.Settings(
                    unobservedWeight: weight,
                    regularisation: regularisation
                )
                #expect(ndcg(IALS(split.train, settings: other, seed: 1)) <= valueOfIALS)
            }
        }
        let neighbours = try #require(tuning.easeNeighboursRegularisation)
        func nextNDCG(_ regularisation: Float) throws -> Double {
            let lists = try EASE(split.train, regularisation: regularisation).neighbours(10)
            return NextCoRated.quality(of: lists, at: 10, on: split).ndcg
        }
        for other: Float in [100, 200, 400, 800, 1600] {
            #expect(try nextNDCG(other) <= nextNDCG(neighbours))
        }
    }

    @Test("with nothing to choose by, everything has a usual setting")
    func withoutValidation() {
        let tuning = tuning(validation: nil)
        #expect(tuning.easeRegularisation == 200)
        #expect(tuning.easeNeighboursRegularisation == 200)
        #expect(tuning.ials == IALS.Settings(unobservedWeight: 0.3, regularisation: 0.007))
    }

    @Test("too many movies leave EASE out, and the reason says so")
    func refusal() {
        let tuning = tuning(ratedMovieCount: 20_001, validation: nil)
        #expect(tuning.easeRegularisation == nil && tuning.easeNeighboursRegularisation == nil)
        #expect(tuning.easeRefusal?.hasSuffix("there are 20001") == true)
        #expect(tuning.ials != nil)
    }
}
