// swift-tools-version: 6.1
import PackageDescription

// Six floors; every dependency points down. README.md draws the map.
let package = Package(
    name: "twotower",
    products: [.executable(name: "twotower", targets: ["Command"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    ],
    targets: [
        // Floor 1: what others wrote, and the few loops that must be vector code.
        .systemLibrary(name: "CLibCSV", providers: [.apt(["libcsv-dev"])]),
        .systemLibrary(
            name: "COpenBLAS",
            pkgConfig: "openblas",
            providers: [.apt(["libopenblas-dev"])]
        ),
        .systemLibrary(name: "CLibCrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CMalloc"),
        .target(name: "CKernels"),
        .target(name: "Cores"),

        // Floor 2: records and matrices.
        .target(name: "CSV", dependencies: ["CKernels", "CLibCSV", "Cores"]),
        .target(
            name: "LinearAlgebra",
            dependencies: ["CKernels", "CMalloc", "COpenBLAS", "Cores"]
        ),

        // Floor 3: who rated what, and the best of many.
        .target(name: "Ratings", dependencies: ["CSV", "Cores"]),
        .target(name: "Retrieval", dependencies: ["Cores", "LinearAlgebra", "Ratings"]),

        // Floor 4: learn, judge, publish.
        .target(
            name: "TwoTower",
            dependencies: ["Cores", "LinearAlgebra", "Ratings", "Retrieval"]
        ),
        .target(
            name: "Evaluation",
            dependencies: ["Cores", "LinearAlgebra", "Ratings", "Retrieval"]
        ),
        .target(
            name: "Publishing",
            dependencies: ["CLibCrypto", "CSV", "Cores", "Ratings", "Retrieval"]
        ),

        // Floor 5: the order of the steps.
        .target(
            name: "NightlyJob",
            dependencies: [
                "Cores", "CSV", "Evaluation", "LinearAlgebra", "Publishing", "Ratings",
                "Retrieval", "TwoTower",
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        // Floor 6: flags in, exit code out.
        .executableTarget(
            name: "Command",
            dependencies: [
                "Cores", "CSV", "Evaluation", "LinearAlgebra", "NightlyJob", "Publishing",
                "Ratings", "TwoTower", "Yams",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),

        // What tests share: a folder that vanishes, choices that repeat.
        .target(name: "Fixtures", path: "Tests/Fixtures"),
        .testTarget(name: "CoresTests", dependencies: ["Cores", "Fixtures"]),
        .testTarget(name: "CSVTests", dependencies: ["CSV", "Fixtures"]),
        .testTarget(
            name: "LinearAlgebraTests",
            dependencies: ["Cores", "Fixtures", "LinearAlgebra"]
        ),
        .testTarget(name: "RatingsTests", dependencies: ["CSV", "Fixtures", "Ratings"]),
        .testTarget(
            name: "RetrievalTests",
            dependencies: ["Cores", "Fixtures", "LinearAlgebra", "Ratings", "Retrieval"]
        ),
        .testTarget(name: "TwoTowerTests", dependencies: ["TwoTower"]),
        .testTarget(name: "EvaluationTests", dependencies: ["Evaluation"]),
        .testTarget(name: "PublishingTests", dependencies: ["CSV", "Fixtures", "Publishing"]),
        .testTarget(
            name: "NightlyJobTests",
            dependencies: ["Cores", "Fixtures", "NightlyJob", "Publishing"]
        ),
        .testTarget(name: "CommandTests", dependencies: []),
    ],
    swiftLanguageModes: [.v6]
)
