import Foundation
import Publishing
import TwoTower

/// Where the training of a run begins.
enum WarmStart {
    case notAskedFor
    /// By chance, though another start was asked for.
    case cold(reason: String)
    /// From the models of an earlier run.
    case warm(run: String, models: Models)

    /// Looks for the models of the run that is published now.
    ///
    /// - Parameters:
    ///   - output: Where runs are published.
    ///   - recipe: The models must be of this very recipe, whatever its name.
    ///   - warn: Told why a run that is there is of no use; a first night is no reason to warn.
    /// - Returns: `warm` or `cold`.
    static func look(in output: String, for recipe: Recipe, warn: (String) -> Void) -> WarmStart {
        let reason: String
        do {
            guard let current = try RunHistory.currentFolder(in: output) else {
                return .cold(reason: "there is no earlier run")
            }
            let run = (current as NSString).lastPathComponent
            let earlier = try ModelFolder(path: current)
            var same = recipe
            same.name = earlier.settings.recipe.name
            if earlier.settings.recipe == same { return .warm(run: run, models: earlier.models) }
            reason = "\(run) was made with another recipe"
        } catch {
            reason = "\(error)"
        }
        warn("no warm start: \(reason)")
        return .cold(reason: reason)
    }

    /// The models to begin from, if any.
    var models: Models? {
        guard case .warm(_, let models) = self else { return nil }
        return models
    }
}

extension RunReport {
    /// Where training began, if a warm start was asked for.
    struct Start: Codable, Sendable {
        /// The run whose parameters were taken over; absent if training began by chance.
        let from: String?
        /// Why training began by chance, if it did.
        let coldBecause: String?
        /// How many rows of the parameters were taken over, and how many there are, by model.
        let inheritedRows: [String: Int]
        let rows: [String: Int]

        enum CodingKeys: String, CodingKey {
            case from, rows
            case coldBecause = "cold_because"
            case inheritedRows = "inherited_rows"
        }

        /// `nil` if no warm start was asked for.
        init?(_ start: WarmStart, of models: Models) {
            switch start {
            case .notAskedFor: return nil
            case .cold(let reason): (from, coldBecause) = (nil, reason)
            case .warm(let run, _): (from, coldBecause) = (run, nil)
            }
            inheritedRows = [
                "user_movie": models.userMovie.inheritedRowCount,
                "item_item": models.itemItem.inheritedRowCount,
            ]
            rows = [
                "user_movie": models.userMovie.parameterRowCount,
                "item_item": models.itemItem.parameterRowCount,
            ]
        }
    }
}

extension RetrievalModel {
    fileprivate var parameterRowCount: Int { parameters.reduce(0) { $0 + $1.values.rowCount } }
}
