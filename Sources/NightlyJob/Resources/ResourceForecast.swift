import Evaluation
import Logging
import Ratings
import TwoTower

/// What a run will take, from the size of its data; jobs/benchmark/README.md states the formulas.
///
/// The coefficients are fitted to measured runs and lean to the safe side.
struct ResourceForecast: Codable, Equatable, Sendable {
    /// The most that the process holds at once.
    let memoryBytes: Int
    /// What the run's folder takes.
    let diskBytes: Int
    /// Seconds of one core.
    let coreSeconds: Double

    /// For the log.
    var metadata: Logger.Metadata {
        [
            "memory_mb": "\(memoryBytes / 1_000_000)", "disk_mb": "\(diskBytes / 1_000_000)",
            "core_seconds": "\(Int(coreSeconds.rounded(.up)))",
        ]
    }

    enum CodingKeys: String, CodingKey {
        case memoryBytes = "memory_bytes"
        case diskBytes = "disk_bytes"
        case coreSeconds = "core_seconds"
    }

    /// How a run trains what it judges and what it publishes.
    enum Trainings {
        /// It publishes what was trained before.
        case earlier
        /// One after the other; both models of each at once.
        case inTurn
        /// At the same time.
        case sideBySide
    }

    /// Predicts a run.
    ///
    /// - Parameters:
    ///   - dataset: What was read.
    ///   - settings: The job's; time leaves out `BaselineSet.all`.
    ///   - recipe: How models are, or were, trained.
    ///   - trainings: How models are trained.
    init(
        of dataset: Dataset,
        _ settings: JobSettings,
        recipe: Recipe,
        trained trainings: Trainings
    ) {
        let size = Size(dataset, top: settings.top)
        let users = recipe.userMovie.training(on: dataset.interactions)
        let items = recipe.itemItem.training
        let modelBytes =
            8 * users.dimension * (size.users + size.movies)
            + 16 * items.dimension * size.movies + 16 * size.ratings
            + 4 * users.layerValues + 4 * items.layerValues
        let publishing = 2 * modelBytes + 16 * size.rows
        let trainingBytes =
            Self.trainingBytes(
                users,
                rows: size.users + size.movies,
                negatives: users.negativeCount(of: size.movies) ?? size.movies
            )
            + Self.trainingBytes(
                items,
                rows: 2 * size.movies,
                negatives: size.itemNegatives(recipe.itemItem)
            )
            + size.coRatingBytes
        let hasEASE =
            settings.evaluates && settings.baselines == .all && size.movies <= EASE.mostMovies
        let judging = max(trainingBytes, hasEASE ? 8 * size.movies * size.movies : 0)
        let training =
            switch trainings {
            case .earlier: 0
            case .inTurn: judging
            case .sideBySide: judging + trainingBytes
            }
        let earlier = settings.startsWarm ? modelBytes : 0
        memoryBytes =
            120_000_000 + (size.coRatings == .batches ? 32 : 140) * size.ratings + earlier
            + max(training, publishing)
        diskBytes = modelBytes + size.listBytes
        var coRatings = 0
        var products = size.rankingProducts(users.dimension, items.dimension)
        if trainings != .earlier {
            let once = size.trainingProducts(recipe, ofUsers: users)
            products += settings.evaluates ? once * 1.8 : once
            coRatings = recipe.userMovie.kinOperationCount(in: dataset.interactions)
            if settings.evaluates { coRatings *= 2 }
        }
        coreSeconds =
            products / Self.productsOfSecond + Double(size.ratings + size.rows) / Self.rowsOfSecond
            + Double(coRatings) / Self.coRatingsOfSecond
    }

    /// Parameters, gradient, moments and embeddings are eight tables of `rows` and of the weights of
    /// dense layers, the mean of the last steps one more; eight lanes each hold a panel of 128 scores
    /// and a gradient for every movie that competes.
    ///
    /// A dense layer keeps its hidden units and what it took in of each movie in a step, or of 4,096 on
    /// each of two cores.
    private static func trainingBytes(
        _ settings: TrainingSettings,
        rows: Int,
        negatives: Int
    ) -> Int {
        let tableCount = settings.averagedShare == nil ? 8 : 9
        let layerWidth = (settings.queryLayers + settings.candidateLayers).reduce(0) {
            $0 + $1 + settings.dimension
        }
        return 4 * tableCount * (settings.dimension * rows + settings.layerValues)
            + 32 * negatives * (128 + settings.dimension) + 8 * max(negatives, 8192) * layerWidth
    }

    /// Multiplications of matrix products that a core does in a second.
    private static let productsOfSecond = 1.5e10
    /// Rows that a core reads or writes in a second.
    private static let rowsOfSecond = 2e6
    /// Ratings that a core looks at in a second to count what was rated together.
    private static let coRatingsOfSecond = 2e8
}

extension TrainingSettings {
    /// How many weights the dense layers of both towers have.
    fileprivate var layerValues: Int {
        2 * dimension * (queryLayers + candidateLayers).reduce(0, +)
    }
}

/// The numbers that a forecast depends on.
private struct Size {
    let users: Int
    let movies: Int
    let ratings: Int
    private let top: Int
    private let dataset: Dataset

    init(_ dataset: Dataset, top: Int) {
        users = dataset.users.count
        movies = dataset.catalogue.count
        ratings = dataset.interactions.count
        self.top = min(top, movies)
        self.dataset = dataset
    }

    /// Rows of both files of lists, at most.
    var rows: Int { (users + movies) * top }

    /// Bytes of the files of lists and of parameters' names: ids, titles, and the rest of a row.
    var listBytes: Int {
        let catalogue = dataset.catalogue
        let userID = Self.meanLength(dataset.users.ids)
        let movieID = Self.meanLength(catalogue.vocabulary.ids)
        let title = Self.meanLength(catalogue.descriptions.lazy.map(\.title))
        return Int(
            Double(users * top) * (userID + movieID + 30)
                + Double(movies * top) * 2 * (movieID + title + 15)
                + Double(users) * (userID + 30) + Double(3 * movies) * (movieID + 35)
        )
    }

    private static func meanLength(_ texts: some Collection<String>) -> Double {
        Double(texts.reduce(0) { $0 + $1.utf8.count }) / Double(max(1, texts.count))
    }

    /// How co-rated pairs are shown in training.
    var coRatings: CoRatings.Form { CoRatings.Form(movies: movies, ratings: ratings) }

    /// The table of co-rated pairs, and the rows of it that a step takes.
    var coRatingBytes: Int { coRatings == .table ? 6 * movies * movies : 0 }

    /// The movies that compete in a step of the item-to-item model, at most.
    func itemNegatives(_ settings: ItemItemSettings) -> Int {
        coRatings == .batches
            ? min(movies, settings.ratingsPerStep)
            : settings.training.negativeCount(of: movies) ?? movies
    }

    /// Every query meets every candidate once.
    func rankingProducts(_ userDimension: Int, _ itemDimension: Int) -> Double {
        Double(movies) * Double(users * userDimension + movies * itemDimension)
    }

    /// Every query of training meets every negative three times in every epoch, and so do the positives
    /// of the item-to-item model twice: in a table, or in the ratings that a step sees.
    func trainingProducts(_ recipe: Recipe, ofUsers users: TrainingSettings) -> Double {
        let items = recipe.itemItem.training
        let ofUsers =
            users.denominator == .inBatch
            ? Double(ratings) * Double(users.batchSize)
            : Double(recipe.userMovie.queryCounts(in: dataset.interactions).shown)
                * Double(users.negativeCount(of: movies) ?? movies)
        let negatives = Double(itemNegatives(recipe.itemItem))
        let steps = Double(recipe.itemItem.stepsPerEpoch)
        // At MovieLens 25M's size, six ratings of a step are of five movies.
        let moviesOfStep = Double(min(movies, recipe.itemItem.ratingsPerStep * 5 / 6))
        let ofItems =
            switch coRatings {
            case .table: 3 * Double(movies) * negatives + 2 * Double(movies * movies)
            case .sums:
                3 * Double(movies) * negatives
                    + 2 * Double(ratings * (items.batchCount ?? items.mostSteps))
            case .batches:
                steps
                    * (3 * moviesOfStep * moviesOfStep
                        + 2 * Double(recipe.itemItem.ratingsPerStep))
            }
        return 3 * ofUsers * Double(users.dimension * users.epochs)
            + ofItems * Double(items.dimension * items.epochs)
    }
}
