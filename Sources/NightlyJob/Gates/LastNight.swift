import CSV
import Evaluation
import Foundation
import Publishing

/// The published run that tonight's is compared with, as far as the gates look at it.
struct LastNight {
    let path: String
    let report: Report
    let movies: PublishedMovies

    /// What of `report.json` counts; a report of another version may hold more.
    struct Report: Decodable {
        let id: String
        let settings: Settings
        let evaluation: Evaluation?

        struct Settings: Decodable {
            let top: Int
        }

        struct Evaluation: Decodable {
            let split: String
            let userMovie: [String: Metrics]
            let itemItem: [String: Metrics]

            enum CodingKeys: String, CodingKey {
                case split
                case userMovie = "user_movie"
                case itemItem = "item_item"
            }
        }
    }

    var ratingCount: Int { movies.ratingCounts.reduce(0, +) }

    /// Reads what `current` points to.
    ///
    /// - Returns: `nil` if nothing has been published yet.
    /// - Throws: `PublishingError` if `current` points to no run of the folder, `CSVError` or `Breach`
    ///   if the run cannot be read.
    init?(in output: String) throws {
        guard let path = try RunHistory.currentFolder(in: output) else { return nil }
        self.path = path
        let file = "\(path)/\(RunReport.fileName)"
        guard let json = FileManager.default.contents(atPath: file) else {
            throw CSVError.unreadable(path: file, reason: "it is absent or closed to us")
        }
        do {
            report = try JSONDecoder().decode(Report.self, from: json)
        } catch {
            throw CSVError.unreadable(path: file, reason: "it is no report of a run")
        }
        guard report.settings.top >= 1 else {
            throw CSVError.unreadable(path: file, reason: "it speaks of lists of no length")
        }
        movies = try PublishedMovies(of: path)
    }
}
