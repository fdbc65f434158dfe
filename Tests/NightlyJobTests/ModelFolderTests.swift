import Fixtures
import Foundation
import LinearAlgebra
import Publishing
import Ratings
import Testing
import TwoTower

@testable import NightlyJob

@Suite("a saved model")
struct ModelFolderTests {
    private let model = ModelFolder.random(
        for: .random(users: 12, movies: 9, unrated: 1, each: 4, seed: 3)
    )

    @Test("all that lists need is read back, bit for bit")
    func roundTrip() throws {
        let folder = try HeldFolder()
        try model.write(to: "\(folder.path)/model")
        let read = try ModelFolder(path: "\(folder.path)/model")
        expect(read, toBe: model)
    }

    @Test("a model with other settings is of another version, and the error says so")
    func otherVersion() throws {
        let folder = try HeldFolder()
        try model.write(to: "\(folder.path)/model")
        let path = "\(folder.path)/model/settings.json"
        let json = try String(contentsOfFile: path, encoding: .utf8)
        try json.replacingOccurrences(of: "\"mostDoublings\"", with: "\"mostEpochs\"")
            .write(toFile: path, atomically: true, encoding: .utf8)
        let error = try #require(throws: ModelFolderError.self) {
            _ = try ModelFolder(path: folder.path)
        }
        #expect(error == .ofOtherVersion(path: path, missingKey: "mostDoublings"))
        #expect(error.description.hasSuffix("(mostDoublings is missing); make it again"))
    }

    @Test("the folder of a run is read by the model in it")
    func insideRun() throws {
        let folder = try HeldFolder()
        try model.write(to: "\(folder.path)/model")
        expect(try ModelFolder(path: folder.path), toBe: model)
    }

    @Test("without ratings and times there are none afterwards")
    func bare() throws {
        let folder = try HeldFolder()
        let interactions = Interactions(
            starts: [0, 1, 1],
            movies: [Row(1)],
            ratings: nil,
            timestamps: nil,
            movieCount: 2
        )
        let dataset = Dataset(
            users: Vocabulary(["a", "b"]),
            catalogue: Catalogue(
                vocabulary: Vocabulary(["007", "7"]),
                descriptions: [MovieDescription(title: ""), MovieDescription(title: "")]
            ),
            interactions: interactions
        )
        try ModelFolder.random(for: dataset).write(to: "\(folder.path)/model")
        let read = try ModelFolder(path: folder.path).dataset
        #expect(read.interactions.ratings == nil && read.interactions.timestamps == nil)
        #expect(read.interactions.starts == [0, 1, 1])
        #expect(read.catalogue.vocabulary.ids == ["7", "007"])
        #expect(!read.catalogue.isDescribed)
    }

    @Test("both files of embeddings are safetensors with their parameters")
    func tensors() throws {
        let folder = try HeldFolder()
        try model.write(to: "\(folder.path)/model")
        let file = try TensorFile(contentsOf: "\(folder.path)/model/item_item.safetensors")
        #expect(
            Set(file.names)
                == [
                    "query_embeddings", "candidate_embeddings", "parameters/shared/content",
                ]
        )
        #expect(file["query_embeddings"] == .matrix(model.models.itemItem.queries))
        #expect(file.metadata["temperature"] == "0.1")
    }

    @Test("a folder without a model is no model, and the error says who writes one")
    func missing() throws {
        let folder = try HeldFolder()
        let error = try #require(throws: ModelFolderError.self) {
            _ = try ModelFolder(path: folder.path)
        }
        #expect(error == .missing(path: folder.path))
        #expect(error.description.contains("twotower train"))
    }

    @Test(
        "files that do not belong together are an error",
        arguments: [
            "users.csv", "movies.csv", "settings.json", "user_movie.safetensors",
            "item_item.safetensors", "interactions.safetensors", "parameters.csv",
        ]
    )
    func inconsistent(file: String) throws {
        let folder = try HeldFolder()
        try model.write(to: "\(folder.path)/model")
        // One user, two movies, other settings: whole files of another model.
        let other = ModelFolder.random(
            for: .random(users: 1, movies: 2, each: 2, seed: 4)
        )
        try other.write(to: "\(folder.path)/other")
        let path = "\(folder.path)/model/\(file)"
        try FileManager.default.removeItem(atPath: path)
        if file == "settings.json" {
            try folder.write("{}", to: "model/settings.json")
        } else if file == "parameters.csv" {
            try folder.write("model,block,row,name\n", to: "model/\(file)")
        } else {
            try FileManager.default.copyItem(atPath: "\(folder.path)/other/\(file)", toPath: path)
        }
        #expect(throws: ModelFolderError.self) { _ = try ModelFolder(path: folder.path) }
    }

    @Test("a model that has lost its settings is damaged, not absent")
    func withoutSettings() throws {
        let folder = try HeldFolder()
        try model.write(to: "\(folder.path)/model")
        try folder.remove("model/settings.json")
        #expect(throws: ModelFolderError.inconsistent(path: "\(folder.path)/model")) {
            _ = try ModelFolder(path: folder.path)
        }
    }

    @Test("embeddings of two widths have no scores, so they are an error")
    func widths() throws {
        let folder = try HeldFolder()
        let dataset = model.dataset
        let userMovie = RetrievalModel<User, Movie>(
            queries: Matrix(uniform: dataset.users.count, 4, seed: 1),
            candidates: Matrix(uniform: dataset.catalogue.count, 3, seed: 2),
            temperature: 1
        )
        try ModelFolder(
            dataset: dataset,
            models: Models(userMovie: userMovie, itemItem: model.models.itemItem),
            settings: model.settings
        ).write(to: "\(folder.path)/model")
        #expect(throws: ModelFolderError.inconsistent(path: "\(folder.path)/model")) {
            _ = try ModelFolder(path: folder.path)
        }
    }

    @Test("a file cut short is named")
    func truncated() throws {
        let folder = try HeldFolder()
        try model.write(to: "\(folder.path)/model")
        let path = "\(folder.path)/model/user_movie.safetensors"
        let whole = try #require(FileManager.default.contents(atPath: path))
        try whole.prefix(whole.count - 1).write(to: URL(fileURLWithPath: path))
        let error = try #require(throws: TensorFileError.self) {
            _ = try ModelFolder(path: folder.path)
        }
        #expect(error.description.hasPrefix(path))
    }

    @Test("a folder that exists is not overwritten")
    func existing() throws {
        let folder = try HeldFolder()
        try model.write(to: "\(folder.path)/model")
        let names = try folder.names(in: "model")
        #expect(throws: PublishingError.self) { try model.write(to: "\(folder.path)/model") }
        #expect(try folder.names(in: "model") == names)
    }

    private func expect(_ read: ModelFolder, toBe model: ModelFolder) {
        #expect(read.settings == model.settings)
        #expect(read.dataset.users.ids == model.dataset.users.ids)
        #expect(
            read.dataset.catalogue.vocabulary.ids == model.dataset.catalogue.vocabulary.ids
        )
        #expect(read.dataset.catalogue.descriptions == model.dataset.catalogue.descriptions)
        #expect(read.dataset.interactions.starts == model.dataset.interactions.starts)
        #expect(read.dataset.interactions.movies == model.dataset.interactions.movies)
        #expect(read.dataset.interactions.ratings == model.dataset.interactions.ratings)
        #expect(read.dataset.interactions.timestamps == model.dataset.interactions.timestamps)
        #expect(read.models.userMovie.queries == model.models.userMovie.queries)
        #expect(read.models.userMovie.candidates == model.models.userMovie.candidates)
        #expect(read.models.userMovie.temperature == model.models.userMovie.temperature)
        #expect(read.models.itemItem.parameters == model.models.itemItem.parameters)
        #expect(read.models.itemItem.queries == model.models.itemItem.queries)
        #expect(read.models.itemItem.candidates == model.models.itemItem.candidates)
    }
}
