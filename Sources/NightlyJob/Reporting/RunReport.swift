import Evaluation
import Publishing
import Ratings
import TwoTower

/// What a run did, as `report.json`.
struct RunReport: Codable, Sendable {
    static let fileName = RunHistory.reportName

    let id: String
    /// In UTC, ISO 8601.
    let started: String
    let settings: Settings
    let data: Counts
    let rows: Rows
    /// Absent where no warm start was asked for.
    let start: Start?
    /// The mean loss of each epoch of the published models.
    let losses: [String: [Double]]
    /// Metrics on held-out ratings; absent without evaluation.
    let evaluation: EvaluationReport?
    /// Why there is no evaluation, if there is none.
    let evaluationSkipped: String?
    /// How lists fare in the checks that people wrote; absent without a file of them.
    let spotChecks: SpotCheckResults?
    /// What let the run be published, or did not.
    let gates: GateReport
    /// What the run was predicted to take.
    let forecast: ResourceForecast
    /// The most memory that the process has held until its report was written.
    let peakMemoryBytes: Int
    let stages: [StageClock.Stage]
    /// The processor kernels that the matrix library picked.
    let matrixKernels: String

    struct Settings: Codable, Sendable {
        let ratings: String
        let movies: String?
        let users: String?
        let pairs: String?
        let top: Int
        let seed: UInt64
        let includeSeen: Bool
        /// When the lists are for, in seconds since 1970; absent without timestamps.
        let now: Int64?
        let recipe: Recipe

        enum CodingKeys: String, CodingKey {
            case ratings, movies, users, pairs, top, seed, now, recipe
            case includeSeen = "include_seen"
        }
    }

    struct Counts: Codable, Sendable {
        let users: Int
        let movies: Int
        let ratings: Int
        /// Movies that nobody rated.
        let unratedMovies: Int
        /// Ratings that a later one of the same user and movie replaced; absent for a saved model.
        let supersededRatings: Int?
        /// Records of all input files that were wrong and tolerated; absent for a saved model.
        let refusedRecords: Int?

        enum CodingKeys: String, CodingKey {
            case users, movies, ratings
            case unratedMovies = "unrated_movies"
            case supersededRatings = "superseded_ratings"
            case refusedRecords = "refused_records"
        }
    }

    struct Rows: Codable, Sendable {
        /// Rows of each data file, by name.
        let files: [String: Int]
        /// Rows of each source, by data file.
        let sources: [String: [String: Int]]
        /// Users and movies with fewer rows than `top`, because fewer candidates exist.
        let shortUserLists: Int
        let shortMovieLists: Int

        enum CodingKeys: String, CodingKey {
            case files, sources
            case shortUserLists = "short_user_lists"
            case shortMovieLists = "short_movie_lists"
        }
    }

    enum CodingKeys: String, CodingKey {
        case id, started, settings, data, rows, start, losses, evaluation, gates, forecast, stages
        case peakMemoryBytes = "peak_memory_bytes"
        case spotChecks = "spot_checks"
        case evaluationSkipped = "evaluation_skipped"
        case matrixKernels = "matrix_kernels"
    }
}
