import Evaluation
import Foundation
import Ratings

/// Measures a run before it is published, and holds each number to its bound.
struct Gates {
    let lists: Lists
    let quality: QualityGates
    /// `nil` without a file of them.
    let spotChecks: SpotCheckResults?
    /// When the run began.
    let started: Date

    /// Measures everything.
    ///
    /// - Parameters:
    ///   - bounds: What the numbers are held to.
    ///   - isForced: Recorded; such a run is published in any case.
    ///   - output: Where last night's run is looked for.
    /// - Returns: A verdict of every gate. A last night that is absent or cannot be read leaves out
    ///   the comparing ones.
    func report(bounds: GateBounds, isForced: Bool, output: String) -> GateReport {
        var measurements = quality.measurements
        measurements.merge(listMeasurements) { $1 }
        measurements[.inputAgeHours] = inputAge
        measurements[.failedSpotChecks] = failedSpotChecks
        var comparisonSkipped: String?
        var lastNight: LastNight?
        do {
            lastNight = try LastNight(in: output)
            if let lastNight {
                measurements.merge(quality.drops(since: lastNight)) { $1 }
                let comparison = NightComparison(of: lists, with: lastNight)
                measurements.merge(try comparison.measurements()) { $1 }
            } else {
                comparisonSkipped = GateReport.firstNight
            }
        } catch {
            comparisonSkipped = "last night's run cannot be read: \(error)"
        }
        return GateReport(
            forced: isForced,
            lastNight: lastNight?.report.id,
            comparisonSkipped: comparisonSkipped,
            verdicts: Gate.allCases.map { gate in
                GateReport.Verdict(
                    gate,
                    measurements[gate] ?? .unknown(comparisonSkipped ?? "not measured"),
                    bound: bounds[gate]
                )
            }
        )
    }

    private var listMeasurements: [Gate: GateReport.Measurement] {
        let faults = lists.faults
        return [
            .incompleteLists: .number(Double(faults.incompleteLists)),
            .nonFiniteScores: .number(Double(faults.nonFiniteScores)),
        ]
    }

    private var inputAge: GateReport.Measurement {
        guard let newest = lists.dataset.interactions.newestTimestamp else {
            return .unknown("no timestamps")
        }
        let date = Date(timeIntervalSince1970: Double(newest))
        return .number(
            started.timeIntervalSince(date) / 3600,
            "the newest rating is of \(date.formatted(.iso8601))"
        )
    }

    private var failedSpotChecks: GateReport.Measurement {
        guard let spotChecks else { return .unknown("no file of spot checks") }
        let failures = spotChecks.failed
        let first = failures.first.map { ": " + $0.description }
        let rest = failures.count > 1 ? " and \(failures.count - 1) more" : ""
        return .number(Double(failures.count), "\(spotChecks.passed) hold\(first ?? "")\(rest)")
    }
}
