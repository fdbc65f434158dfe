import Foundation

/// Every gate's number beside its bound, as `report.json` keeps it.
package struct GateReport: Codable, Sendable {
    /// Whether `--force` publishes whatever the gates say.
    package let forced: Bool
    /// The run that tonight's is compared with; absent on a first night.
    package let lastNight: String?
    /// Why there is none to compare with; absent if there is.
    let comparisonSkipped: String?
    /// One for each gate.
    package let verdicts: [Verdict]

    /// What one gate says.
    package struct Verdict: Codable, Equatable, Sendable {
        package let gate: Gate
        /// Absent where it could not be measured.
        package let number: Double?
        /// Absent where the gate is off.
        package let bound: Double?
        package let state: State
        /// What the number is made of, or why there is none.
        package let detail: String?

        package enum State: String, Codable, Sendable {
            case open
            case closed
            /// There is a number, and no bound.
            case off
            /// There is no number, and none was asked for.
            case skipped
        }

        /// Holds a number to its bound.
        ///
        /// - Parameters:
        ///   - gate: The gate.
        ///   - measurement: Its number, or why there is none.
        ///   - bound: `nil` where the gate is off.
        ///   - isAsked: Whether somebody has set the bound.
        init(_ gate: Gate, _ measurement: Measurement, bound: Double?, isAsked: Bool = false) {
            self.gate = gate
            self.bound = bound
            switch measurement {
            case .firstNight:
                (number, state, detail) = (nil, .skipped, GateReport.firstNight)
            case .unknown(let reason):
                (number, detail) = (nil, reason)
                state = isAsked && bound != nil ? .closed : .skipped
            case .damaged(let reason):
                (number, detail) = (nil, reason)
                state = bound == nil ? .skipped : .closed
            case .number(let value, let detail):
                let isWithin = bound.map { gate.isFloor ? value >= $0 : value <= $0 } ?? true
                (number, self.detail) = (value, detail)
                state = bound == nil ? .off : isWithin ? .open : .closed
            }
        }
    }

    /// A gate's number and what it is made of, or why there is none.
    enum Measurement {
        case number(Double, String? = nil)
        /// Closes a gate whose bound somebody has set.
        case unknown(String)
        /// There is no last night to compare with, which closes nothing.
        case firstNight
        /// There should be a last night to compare with, which closes every gate that has a bound.
        case damaged(String)
    }

    static let firstNight = "first night"

    /// Whether nothing was ever published to compare with.
    var isFirstNight: Bool { comparisonSkipped == Self.firstNight }

    /// What keeps the run from being published, unless it is forced; in the order of `Gate`.
    package var closed: [Verdict] { verdicts.filter { $0.state == .closed } }

    /// A score that is no number cannot stand in a file of the contract, whatever the bound.
    var unwritable: Verdict? {
        verdicts.first { $0.gate == .nonFiniteScores && ($0.number ?? 0) > 0 }
    }

    /// Whether the run may be published.
    var isOpen: Bool { forced || closed.isEmpty }

    enum CodingKeys: String, CodingKey {
        case forced, verdicts
        case lastNight = "last_night"
        case comparisonSkipped = "comparison_skipped"
    }
}

extension GateReport.Verdict: CustomStringConvertible {
    /// Which number against which bound: `ratings_lost 0.5 is above 0.2 (50 of 100)`, or
    /// `ndcg cannot be measured: no evaluation`.
    package var description: String { "\(gate.rawValue) \(finding)" }

    /// The description without the gate's name.
    fileprivate var finding: String {
        guard let number else { return "cannot be measured: \(detail ?? "")" }
        let side = state != .closed ? "is within" : gate.isFloor ? "is below" : "is above"
        let parts = [Self.short(number), side, bound.map(Self.short) ?? "any bound"]
        return parts.joined(separator: " ") + (detail.map { " (\($0))" } ?? "")
    }

    /// Four digits are enough for people.
    static func short(_ number: Double) -> String {
        number.formatted(.plain.precision(.significantDigits(1...4)))
    }
}

/// A run was made and not published; `current` is what it was.
package struct GatesClosed: Error, CustomStringConvertible {
    /// At least one, in the order of `Gate`.
    package let closed: [GateReport.Verdict]
    /// Where the run stands; `nil` if it could not be written.
    package let path: String?

    package var description: String {
        let place = path.map { "; the run is in \($0)" } ?? ""
        return "not published: \(closed.sentence)\(place)"
    }
}

extension [GateReport.Verdict] {
    /// All in one line, whatever a movie's title holds; gates closed for one reason stand together.
    var sentence: String {
        var parts: [(names: String, finding: String)] = []
        for verdict in self {
            if verdict.number == nil, let last = parts.last, last.finding == verdict.finding {
                parts[parts.count - 1].names += ", " + verdict.gate.rawValue
            } else {
                parts.append((verdict.gate.rawValue, verdict.finding))
            }
        }
        return parts.map { "\($0.names) \($0.finding)" }.joined(separator: "; ").onOneLine
    }
}
