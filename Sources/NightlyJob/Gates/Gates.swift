import Evaluation
import Foundation
import Ratings

/// Measures a run before it is published, and holds each number to its bound.
struct Gates {
    let lists: Lists
    let quality: QualityGates
    /// How many checks the file has, and how they fare; `nil` without a file of them.
    let spotChecks: (count: Int, results: SpotCheckResults)?
    /// When the run began.
    let started: Date

    /// Measures everything.
    ///
    /// - Parameters:
    ///   - bounds: What the numbers are held to.
    ///   - isForced: Recorded; such a run is published in any case.
    ///   - output: Where last night's run is looked for.
    /// - Returns: A verdict of every gate. Without a last night the comparing ones are skipped; one
    ///   that is there and cannot be read closes them.
    func report(bounds: GateBounds, isForced: Bool, output: String) -> GateReport {
        var measurements = quality.measurements
        measurements.merge(listMeasurements) { $1 }
        measurements[.inputAgeHours] = hours(sign: 1)
        measurements[.inputAheadHours] = hours(sign: -1)
        measurements[.failedSpotChecks] = failedSpotChecks
        var comparisonSkipped: String?
        var lastNight: LastNight?
        var withoutComparison = GateReport.Measurement.firstNight
        do {
            lastNight = try LastNight(in: output)
            if let lastNight {
                measurements.merge(quality.drops(since: lastNight)) { $1 }
                let comparison = NightComparison(of: lists, with: lastNight)
                measurements.merge(try comparison.measurements()) { $1 }
            } else {
                comparisonSkipped = GateReport.firstNight
                for gate in Gate.allCases where gate.comparesNights {
                    measurements[gate] = .firstNight
                }
            }
        } catch {
            let reason = "last night cannot be read: \(error)"
            comparisonSkipped = reason
            withoutComparison = .damaged(isForced ? reason : "\(reason); --force publishes")
        }
        return GateReport(
            forced: isForced,
            lastNight: lastNight?.report.id,
            comparisonSkipped: comparisonSkipped,
            verdicts: Gate.allCases.map { gate in
                GateReport.Verdict(
                    gate,
                    measurements[gate]
                        ?? (gate.comparesNights ? withoutComparison : .unknown("not measured")),
                    bound: bounds[gate],
                    isAsked: bounds.asked.contains(gate)
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

    /// From the newest rating to the beginning of the run, or the other way round.
    private func hours(sign: Double) -> GateReport.Measurement {
        guard let newest = lists.dataset.interactions.newestTimestamp else {
            return .unknown("no timestamps")
        }
        let date = Date(timeIntervalSince1970: Double(newest))
        return .number(
            sign * started.timeIntervalSince(date) / 3600,
            "the newest rating is of \(date.formatted(.iso8601))"
        )
    }

    private var failedSpotChecks: GateReport.Measurement {
        guard let (count, results) = spotChecks else { return .unknown("no file of spot checks") }
        guard count > 0 else { return .unknown("the file of spot checks has none") }
        let failures = results.failed
        let first = failures.first.map { ": \($0), where it is \($0.expectation.rawValue)" }
        let rest = failures.count > 1 ? ", and \(failures.count - 1) more" : ""
        let names = results.unknown.map { "\"\($0)\"" }
        let unknown =
            names.isEmpty
            ? ""
            : "; no movie or several: " + names.prefix(3).joined(separator: ", ")
                + (names.count > 3 ? ", …" : "")
        return .number(
            Double(count - results.passed),
            "\(results.passed) hold\(first ?? "")\(rest)\(unknown)"
        )
    }
}
