import CSV
import Foundation
import LinearAlgebra
import Publishing
import Ratings
import TwoTower

/// Both models and what their lists need, in a folder: enough to reload and to export again.
///
/// `user_movie.safetensors` and `item_item.safetensors` hold embeddings and parameters,
/// `interactions.safetensors` the ratings, `users.csv` and `movies.csv` the ids in order of rows,
/// `parameters.csv` what each row of the parameters stands for, `settings.json` how all was made.
package struct ModelFolder: Sendable {
    package let dataset: Dataset
    package let models: Models
    package let settings: Settings

    /// How the models were made.
    package struct Settings: Codable, Equatable, Sendable {
        package let recipe: Recipe
        package let seed: UInt64
        /// When the lists are for, in seconds since 1970; absent without timestamps.
        package let now: Int64?
    }

    /// What training has handled.
    var work: StageClock.Work { StageClock.Work(rows: dataset.interactions.count) }

    init(dataset: Dataset, models: Models, settings: Settings) {
        self.dataset = dataset
        self.models = models
        self.settings = settings
    }

    /// Writes the folder, which must not exist.
    func write(to path: String) throws {
        try WholeFolder.write(to: path, writeFiles)
    }

    /// Writes the files into a folder that is there.
    func writeFiles(to path: String) throws {
        let tensors = [
            (Self.userMovie, TensorFile(models.userMovie)),
            (Self.itemItem, TensorFile(models.itemItem)),
            (Self.interactions, TensorFile(dataset.interactions)),
        ]
        for (name, file) in tensors {
            try DurableFile.write(to: "\(path)/\(name)", file.forEachPiece)
        }
        try ParameterNames.write(
            [
                (Self.userMovieName, models.userMovie.parameters),
                (Self.itemItemName, models.itemItem.parameters),
            ],
            to: path
        )
        var users = try RecordWriter(creating: "\(path)/\(Self.users)")
        try users.append(record: ["user_id"])
        try users.append(dataset.users.count, inBlocksOf: 1 << 14) { block, records in
            for id in dataset.users.ids[block] { records.append(record: [id]) }
        }
        try users.finish()
        try ListFiles.writeMovies(
            to: path,
            catalogue: dataset.catalogue,
            raterCounts: dataset.interactions.raterCounts
        )
        try DurableFile.write(json: settings, to: "\(path)/\(Self.settingsFile)")
    }

    /// Reads a model folder to publish from, or the one inside a published run, every byte of which
    /// must be as it was published.
    ///
    /// - Parameter path: The folder.
    /// - Returns: What `init(path:)` reads.
    /// - Throws: `Breach`, with the path, for a run that is not what was published; and what
    ///   `init(path:)` throws.
    package static func whole(at path: String) throws -> ModelFolder {
        var breaches: [Breach] = []
        if FileManager.default.fileExists(atPath: "\(path)/\(DataPackage.fileName)") {
            PackageCheck.check(path) { breaches.append($0) }
        }
        if let first = breaches.first { throw Breach("\(path)/\(first.place)", first.reason) }
        return try ModelFolder(path: path)
    }

    /// Reads a model folder, or the one inside a published run.
    ///
    /// - Throws: `CSVError`, `TensorFileError` or `ModelFolderError`.
    package init(path: String) throws {
        let inner = "\(path)/\(Self.name)"
        let folder = FileManager.default.fileExists(atPath: inner) ? inner : path
        guard let json = FileManager.default.contents(atPath: "\(folder)/\(Self.settingsFile)")
        else {
            // Without its settings a model that is there is damaged, not absent.
            let isThere = FileManager.default.fileExists(atPath: "\(folder)/\(Self.userMovie)")
            throw isThere
                ? ModelFolderError.inconsistent(path: folder) : ModelFolderError.missing(path: path)
        }
        do {
            settings = try JSONDecoder().decode(Settings.self, from: json)
        } catch DecodingError.keyNotFound(let key, _) {
            throw ModelFolderError.ofOtherVersion(
                path: "\(folder)/\(Self.settingsFile)",
                missingKey: key.stringValue
            )
        } catch {
            throw ModelFolderError.inconsistent(path: "\(folder)/\(Self.settingsFile)")
        }
        let users = try Self.ids(in: "\(folder)/\(Self.users)")
        let catalogue = try DatasetReader.readCatalogue("\(folder)/\(ListFiles.movies)")
        let interactions = try TensorFile(contentsOf: "\(folder)/\(Self.interactions)")
            .interactions(movieCount: catalogue.count)
        let names = try ParameterNames(in: folder)
        let userMovie: RetrievalModel<User, Movie>? = try TensorFile(
            contentsOf: "\(folder)/\(Self.userMovie)"
        ).model { names.names(ofModel: Self.userMovieName, block: $0) }
        let itemItem: RetrievalModel<Movie, Movie>? = try TensorFile(
            contentsOf: "\(folder)/\(Self.itemItem)"
        ).model { names.names(ofModel: Self.itemItemName, block: $0) }
        guard let interactions, let userMovie, let itemItem,
            interactions.userCount == users.count,
            Set(users.map { Array($0.utf8) }).count == users.count,
            userMovie.isFinite,
            itemItem.isFinite,
            userMovie.queries.rowCount == users.count,
            userMovie.queries.columnCount == userMovie.candidates.columnCount,
            itemItem.queries.columnCount == itemItem.candidates.columnCount,
            [userMovie.candidates, itemItem.queries, itemItem.candidates].allSatisfy({
                $0.rowCount == catalogue.count
            })
        else { throw ModelFolderError.inconsistent(path: folder) }
        dataset = Dataset(
            users: Vocabulary(users),
            catalogue: catalogue,
            interactions: interactions
        )
        models = Models(userMovie: userMovie, itemItem: itemItem)
    }

    /// The folder's name inside a run.
    package static let name = "model"
    private static let userMovieName = "user_movie"
    private static let itemItemName = "item_item"
    private static let userMovie = "\(userMovieName).safetensors"
    private static let itemItem = "\(itemItemName).safetensors"
    static let interactions = "interactions.safetensors"
    private static let users = "users.csv"
    private static let settingsFile = "settings.json"

    private static func ids(in path: String) throws -> [String] {
        var ids: [String] = []
        try RecordFile(path: path, dialect: .quoted(delimiter: ",")).forEachRecord { record in
            ids.append(record[0].text() ?? "")
        }
        return Array(ids.dropFirst())
    }
}

/// Why a model folder cannot be used.
package enum ModelFolderError: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case inconsistent(path: String)
    case ofOtherVersion(path: String, missingKey: String)

    package var description: String {
        switch self {
        case .missing(let path):
            "\(path): holds no model; `twotower run` and `twotower train` write one"
        case .inconsistent(let path):
            "\(path): its files do not belong together; make it again"
        case .ofOtherVersion(let path, let key):
            "\(path): another version of twotower wrote it (\(key) is missing); make it again"
        }
    }
}

extension TensorFile {
    fileprivate init<Query, Candidate>(_ model: RetrievalModel<Query, Candidate>) {
        self.init()
        metadata["temperature"] = "\(model.temperature)"
        append("query_embeddings", .matrix(model.queries))
        append("candidate_embeddings", .matrix(model.candidates))
        for block in model.parameters {
            append("parameters/\(block.name)", .matrix(block.values))
        }
    }

    /// The model that was saved, or `nil` if something is missing.
    ///
    /// - Parameter rowNames: What the rows of a block stand for; as many as there are.
    /// - Returns: The model without losses.
    fileprivate func model<Query, Candidate>(
        rowNames: (String) -> [String]?
    ) -> RetrievalModel<Query, Candidate>? {
        guard case .matrix(let queries) = self["query_embeddings"],
            case .matrix(let candidates) = self["candidate_embeddings"],
            let temperature = metadata["temperature"].flatMap(Float.init)
        else { return nil }
        let prefix = "parameters/"
        var parameters: [ParameterBlock] = []
        for name in names where name.hasPrefix(prefix) {
            let block = String(name.dropFirst(prefix.count))
            let rowNames = rowNames(block) ?? []
            guard case .matrix(let values) = self[name], values.rowCount == rowNames.count
            else { return nil }
            parameters.append(ParameterBlock(name: block, rowNames: rowNames, values: values))
        }
        return RetrievalModel(
            queries: queries,
            candidates: candidates,
            temperature: temperature,
            parameters: parameters
        )
    }

    fileprivate init(_ interactions: Interactions) {
        self.init()
        append("starts", .integers64(interactions.starts.map(Int64.init)))
        append("movies", .integers32(interactions.movies.map(\.number)))
        if let ratings = interactions.ratings {
            append(
                "ratings",
                .matrix(Matrix(rowCount: ratings.count, columnCount: 1, values: ratings))
            )
        }
        if let timestamps = interactions.timestamps {
            append("timestamps", .integers64(timestamps))
        }
    }

    fileprivate func interactions(movieCount: Int) -> Interactions? {
        guard case .integers64(let starts) = self["starts"],
            case .integers32(let movies) = self["movies"],
            starts.first == 0, starts.last == Int64(movies.count),
            zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }),
            movies.allSatisfy({ $0 >= 0 && $0 < movieCount })
        else { return nil }
        var ratings: [Float]?
        if case .matrix(let column) = self["ratings"] { ratings = column.values }
        var timestamps: [Int64]?
        if case .integers64(let column) = self["timestamps"] { timestamps = column }
        guard (ratings?.count ?? movies.count) == movies.count,
            (timestamps?.count ?? movies.count) == movies.count
        else { return nil }
        return Interactions(
            starts: starts.map { Int($0) },
            movies: movies.map { Row(Int($0)) },
            ratings: ratings,
            timestamps: timestamps,
            movieCount: movieCount
        )
    }
}
