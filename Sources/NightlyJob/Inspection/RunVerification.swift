import Foundation
import Publishing
import Ratings
import TwoTower

/// Checks that a published run is as it was written and keeps every promise of README.md.
package struct RunVerification {
    private let run: String
    private let sampleCount: Int
    private let seed: UInt64
    private let report: (Breach) -> Void

    /// Checks a run.
    ///
    /// - Parameters:
    ///   - run: Its folder, or a link to it; nothing outside of it is opened.
    ///   - sampleCount: How many lists of each file are scored once more.
    ///   - seed: Draws those lists.
    ///   - tell: Hears of every breach as it is found.
    /// - Throws: `VerificationError` if there is no such run, or any breach.
    package static func verify(
        _ run: String,
        sampleCount: Int,
        seed: UInt64,
        tell: @escaping (Breach) -> Void
    ) throws(VerificationError) {
        try requireFolder(run)
        var breachCount = 0
        RunVerification(run: run, sampleCount: sampleCount, seed: seed) { breach in
            breachCount += 1
            tell(breach)
        }.check()
        guard breachCount == 0 else { throw .broken(run, count: breachCount) }
    }

    /// Refuses to look for a run where there is nothing.
    ///
    /// - Throws: `VerificationError.missing`.
    static func requireFolder(_ run: String) throws(VerificationError) {
        guard FileManager.default.fileExists(atPath: run) else { throw .missing(run) }
    }

    private func check() {
        guard let rowCounts = PackageCheck.check(run, report: report) else { return }
        do {
            let movies = try PublishedMovies(of: run, report: report)
            let said = try PublishedReport(of: run)
            let model = try ModelFolder(path: "\(run)/\(ModelFolder.name)")
            compare(movies.vocabulary.count, in: ListFiles.movies, rowCounts, said)
            try requireSame(movies, as: model.dataset)
            try checkUserLists(model, movies.vocabulary, rowCounts, said)
            try checkMovieLists(model, movies, rowCounts, said)
        } catch let breach as Breach {
            report(breach)
        } catch {
            report(Breach(ModelFolder.name, "\(error)"))
        }
    }

    /// Numbers of movies mean the same in the lists and in the model only if both name the same ones.
    private func requireSame(_ movies: PublishedMovies, as dataset: Dataset) throws {
        let catalogue = dataset.catalogue
        // As written: a list of genres that is read once more may be told apart in another way.
        let saved = try PublishedMovies(of: "\(run)/\(ModelFolder.name)")
        guard movies.vocabulary.ids == catalogue.vocabulary.ids,
            movies.titles == catalogue.descriptions.map(\.title),
            movies.years == saved.years, movies.genres == saved.genres,
            movies.ratingCounts == dataset.interactions.raterCounts
        else {
            throw Breach(ListFiles.movies, "tells of other movies or ratings than the model")
        }
    }

    private func checkUserLists(
        _ model: ModelFolder,
        _ movies: Vocabulary<Movie>,
        _ rowCounts: [String: Int],
        _ said: PublishedReport
    ) throws {
        let interactions = model.dataset.interactions
        let file = ListFiles.userRecommendations
        let contract = ListContract<User>(
            of: file,
            queries: model.dataset.users,
            ListContract.Expectations(
                top: said.settings.top,
                movieCount: movies.count,
                excluded: { user in
                    (
                        said.settings.includeSeen ? [] : Set(interactions.movies(of: user)),
                        "the user has rated the movie"
                    )
                }
            )
        )
        let counts = try check(
            file,
            contract,
            Rescoring(
                file: file,
                model: model.models.userMovie,
                isRated: model.dataset.interactions.isRated
            ),
            movies: movies
        )
        compare(counts, in: file, rowCounts, said, shortLists: said.rows.shortUserLists)
    }

    private func checkMovieLists(
        _ model: ModelFolder,
        _ movies: PublishedMovies,
        _ rowCounts: [String: Int],
        _ said: PublishedReport
    ) throws {
        let raters = model.dataset.interactions.raters
        let file = ListFiles.movieNeighbours
        let contract = ListContract<Movie>(
            of: file,
            queries: movies.vocabulary,
            ListContract.Expectations(
                top: said.settings.top,
                movieCount: movies.vocabulary.count,
                excluded: { ([$0], "a movie is its own neighbour") },
                texts: { [movies.titles[$0.index], movies.titles[$1.index]] }
            )
        )
        let counts = try check(
            file,
            contract,
            Rescoring(
                file: file,
                model: model.models.itemItem,
                isRated: model.dataset.interactions.isRated
            ),
            movies: movies.vocabulary
        ) { list, movie in
            for row in list.rows {
                let common = Set(raters[movie]).intersection(raters[row.movie]).count
                guard row.rest.last != "\(common)" else { continue }
                let reason = "\(row.rest.last ?? "") co-raters where \(common) are expected"
                report(Breach("\(file):\(row.line)", reason))
            }
        }
        compare(counts, in: file, rowCounts, said, shortLists: said.rows.shortMovieLists)
    }

    /// Reads a file of lists: every list must keep the contract, some must have the model's scores.
    private func check<Query>(
        _ file: String,
        _ contract: ListContract<Query>,
        _ rescoring: Rescoring<Query>,
        movies: Vocabulary<Movie>,
        sampled: (PublishedList, Row<Query>) -> Void = { _, _ in }
    ) throws -> ListContract<Query>.Counts {
        var contract = contract
        var generator = SeededGenerator(seed: seed, stage: "verify")
        let all = 0..<rescoring.model.queries.rowCount
        let sample = Set(all.shuffled(using: &generator).prefix(sampleCount))
        try ListReader(file, of: run).forEachList(of: movies, report: report) { list in
            guard let query = contract.check(list, report: report), sample.contains(query.index)
            else { return }
            let excluded = contract.expectations.excluded(query).movies
            rescoring.check(list, of: query, excluded: excluded, report: report)
            sampled(list, query)
        }
        contract.finish(report: report)
        return contract.counts
    }

    // MARK: - What the run says of itself

    private func compare<Query>(
        _ counts: ListContract<Query>.Counts,
        in file: String,
        _ rowCounts: [String: Int],
        _ said: PublishedReport,
        shortLists: Int
    ) {
        compare(counts.rows, in: file, rowCounts, said)
        // A row that cannot be read is told already.
        let hasReadAll = counts.sources.values.reduce(0, +) == counts.rows
        if hasReadAll, said.rows.sources[file] != counts.sources {
            report(Breach(file, "has rows of other sources than \(RunReport.fileName) says"))
        }
        if shortLists != counts.shortLists {
            let reason = "\(counts.shortLists) short lists, not \(shortLists)"
            report(Breach(file, reason))
        }
    }

    private func compare(
        _ rowCount: Int,
        in file: String,
        _ rowCounts: [String: Int],
        _ said: PublishedReport
    ) {
        let promises = [
            (DataPackage.fileName, rowCounts[file]),
            (RunReport.fileName, said.rows.files[file]),
        ]
        for (source, promised) in promises where promised != rowCount {
            let reason =
                "\(rowCount) rows where \(source) says \(promised.map(String.init) ?? "none")"
            report(Breach(file, reason))
        }
    }
}

/// The part of a `report.json` that says what the lists are like.
private struct PublishedReport: Decodable {
    let settings: Settings
    let rows: RunReport.Rows

    struct Settings: Decodable {
        let top: Int
        let includeSeen: Bool

        enum CodingKeys: String, CodingKey {
            case top
            case includeSeen = "include_seen"
        }
    }

    init(of run: String) throws(Breach) {
        guard let json = FileManager.default.contents(atPath: "\(run)/\(RunReport.fileName)") else {
            throw Breach(RunReport.fileName, "cannot be read")
        }
        do {
            self = try JSONDecoder().decode(Self.self, from: json)
        } catch {
            throw Breach(RunReport.fileName, "is not the report of a run")
        }
        guard settings.top >= 1 else {
            throw Breach(RunReport.fileName, "speaks of lists of no length")
        }
    }
}

/// Why a run cannot be relied on.
package enum VerificationError: Error, Equatable, CustomStringConvertible {
    case missing(String)
    case broken(String, count: Int)

    package var description: String {
        switch self {
        case .missing(let run): "\(run): there is no such run"
        case .broken(let run, let count): "\(run): \(count) fault\(count == 1 ? "" : "s")"
        }
    }
}
