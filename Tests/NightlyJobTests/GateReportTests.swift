import Testing

@testable import NightlyJob

@Suite("gates' verdicts")
struct GateReportTests {
    private typealias Verdict = GateReport.Verdict

    @Test("a number on its bound passes, one beyond it closes the gate")
    func bounds() {
        #expect(Verdict(.ratingsLost, .number(0.2), bound: 0.2).state == .open)
        #expect(Verdict(.ratingsLost, .number(0.21), bound: 0.2).state == .closed)
        #expect(Verdict(.ndcg, .number(0.2), bound: 0.2).state == .open)
        #expect(Verdict(.ndcg, .number(0.19), bound: 0.2).state == .closed)
    }

    @Test("a number without a bound and a bound without a number close nothing, and are kept")
    func absent() {
        let off = Verdict(.surge, .number(0.9, "movie 7"), bound: nil)
        #expect(off.state == .off && off.number == 0.9 && off.detail == "movie 7")
        let skipped = Verdict(.surge, .unknown("first night"), bound: 0.3)
        #expect(skipped.state == .skipped && skipped.bound == 0.3)
        #expect(skipped.detail == "first night" && skipped.number == nil)
    }

    @Test("a bound that was asked for closes without a number, but not on a first night")
    func asked() {
        #expect(Verdict(.ndcg, .unknown("none"), bound: 0.1, isAsked: true).state == .closed)
        #expect(Verdict(.ndcg, .unknown("none"), bound: nil, isAsked: true).state == .skipped)
        #expect(Verdict(.surge, .firstNight, bound: 0.1, isAsked: true).state == .skipped)
        #expect(Verdict(.surge, .damaged("it is gone"), bound: 0.1).state == .closed)
        #expect(Verdict(.surge, .damaged("it is gone"), bound: nil).state == .skipped)
    }

    @Test("gates that close for one reason share a clause")
    func sharedReason() {
        let closed = [
            Verdict(.usersLost, .damaged("it is gone"), bound: 0.2),
            Verdict(.moviesLost, .damaged("it is gone"), bound: 0.2),
            Verdict(.surge, .number(1), bound: 0.3),
        ]
        #expect(
            closed.sentence
                == "users_lost, movies_lost cannot be measured: it is gone; surge 1 is above 0.3"
        )
    }

    @Test("a closed gate says which number against which bound, in one line")
    func sentence() {
        let closed = [
            Verdict(.ratingsLost, .number(0.5, "50 of 100 ratings"), bound: 0.2),
            Verdict(.ndcg, .number(0.123456), bound: 0.2),
            Verdict(.surge, .number(1, "movie 7 A\nB: 60 of 60 new ratings"), bound: 0.3),
        ]
        #expect(
            GatesClosed(closed: closed, path: "output/rejected/night").description
                == "not published: ratings_lost 0.5 is above 0.2 (50 of 100 ratings);"
                + " ndcg 0.1235 is below 0.2;"
                + " surge 1 is above 0.3 (movie 7 A B: 60 of 60 new ratings);"
                + " the run is in output/rejected/night"
        )
    }

    @Test("force opens every gate and hides none")
    func force() {
        let verdicts = [Verdict(.ratingsLost, .number(0.5), bound: 0.2)]
        func report(forced: Bool) -> GateReport {
            GateReport(
                forced: forced,
                lastNight: nil,
                comparisonSkipped: nil,
                verdicts: verdicts
            )
        }
        #expect(!report(forced: false).isOpen)
        #expect(report(forced: true).isOpen)
        #expect(report(forced: true).closed == verdicts)
    }

    @Test("a score that is no number can never be written")
    func unwritable() {
        let verdict = Verdict(.nonFiniteScores, .number(3), bound: 10)
        let report = GateReport(
            forced: true,
            lastNight: nil,
            comparisonSkipped: nil,
            verdicts: [verdict]
        )
        #expect(report.unwritable == verdict)
    }
}
