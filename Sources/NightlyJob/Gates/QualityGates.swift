import Evaluation

/// What held-out ratings tell the gates.
struct QualityGates {
    /// `nil` without an evaluation.
    let report: EvaluationReport?
    /// Why there is none.
    let skipped: String?

    /// The metrics with a floor, and whether tonight is no better than popularity.
    var measurements: [Gate: GateReport.Measurement] {
        guard let report else {
            let reason = GateReport.Measurement.unknown(skipped ?? "no evaluation")
            let gates = Self.dropsOfGates.flatMap { [$0.key, $0.value] } + [.abovePopularity]
            return Dictionary(uniqueKeysWithValues: gates.map { ($0, reason) })
        }
        var measurements = Self.metrics(report.userMovie, report.itemItem).mapValues {
            GateReport.Measurement.number($0)
        }
        measurements[.abovePopularity] =
            report.isSure
            ? .number(report.abovePopularity.high, "95 % of NDCG@20 above popularity")
            : .unknown(Self.unsure)
        return measurements
    }

    /// The share of last night's metrics that is missing tonight; below 0 where tonight is better.
    func drops(since lastNight: LastNight) -> [Gate: GateReport.Measurement] {
        guard let report else { return [:] }
        guard let before = lastNight.report.evaluation, before.split == report.split else {
            return drops(unknown: "last night was not judged by the split \(report.split)")
        }
        guard report.isSure else { return drops(unknown: Self.unsure) }
        let old = Self.metrics(before.userMovie, before.itemItem)
        let new = Self.metrics(report.userMovie, report.itemItem)
        var drops: [Gate: GateReport.Measurement] = [:]
        for (gate, drop) in Self.dropsOfGates {
            guard let old = old[gate], let new = new[gate], old > 0 else {
                drops[drop] = .unknown("no metric above 0 last night")
                continue
            }
            drops[drop] = .number(
                1 - new / old,
                "\(GateReport.Verdict.short(new)) after \(GateReport.Verdict.short(old))"
            )
        }
        return drops
    }

    private func drops(unknown reason: String) -> [Gate: GateReport.Measurement] {
        Dictionary(uniqueKeysWithValues: Self.dropsOfGates.values.map { ($0, .unknown(reason)) })
    }

    private static let unsure = "fewer than \(EvaluationReport.fewestUsers) users judged"

    private static let dropsOfGates: [Gate: Gate] = [
        .ndcg: .ndcgDrop, .recall: .recallDrop, .hitRate: .hitRateDrop,
    ]

    private static func metrics(
        _ userMovie: [String: Metrics],
        _ itemItem: [String: Metrics]
    ) -> [Gate: Double] {
        let metrics: [Gate: Double?] = [
            .ndcg: userMovie["model"]?["ndcg@20"],
            .recall: userMovie["model"]?["recall@20"],
            .hitRate: itemItem["model"]?["hit_rate@10"],
        ]
        return metrics.compactMapValues { $0 }
    }
}
