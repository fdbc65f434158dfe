/// A MovieLens data set that `fetch` can bring onto this machine.
package enum PublicDataset: String, CaseIterable, Sendable {
    case ml100k = "ml-100k"
    case mlLatestSmall = "ml-latest-small"
    case ml1m = "ml-1m"
    case ml25m = "ml-25m"

    /// SHA-256 of the publisher's archive.
    var archiveHash: String {
        switch self {
        case .ml100k: "50d2a982c66986937beb9ffb3aa76efe955bf3d5c6b761f4e3a7cd717c6a3229"
        case .mlLatestSmall: "696d65a3dfceac7c45750ad32df2c259311949efec81f0f144fdfb91ebc9e436"
        case .ml1m: "a6898adb50b9ca05aa231689da44c217cb524e7ebd39d264c56e2832f2c54e20"
        case .ml25m: "8b21cfb7eb1706b4ec0aac894368d90acf26ebdfb6aced3ebd4ad5bd1eb9c6aa"
        }
    }

    /// The files of the archive that we read: ratings, then the catalogue.
    var files: (ratings: String, movies: String) {
        switch self {
        case .ml100k: ("u.data", "u.item")
        case .ml1m: ("ratings.dat", "movies.dat")
        case .mlLatestSmall, .ml25m: ("ratings.csv", "movies.csv")
        }
    }

    /// SHA-256 of these files where they are known, for folders that somebody else has unpacked.
    var fileHashes: (ratings: String, movies: String)? {
        switch self {
        case .ml100k:
            (
                "06416e597f82b7342361e41163890c81036900f418ad91315590814211dca490",
                "553841ebc7de3a0fd0d6b62a204ea30c1e651aacfb2814c7a6584ac52f2c5701"
            )
        case .mlLatestSmall:
            (
                "aa289ca83157595d0df6aea1be6a4ded676ddc4385472e8313a8ed9805352646",
                "5a5f32dd9bb3797b8e728a1b98958789d2b13f294a69fdfbc5727f8a9611aa07"
            )
        case .ml1m, .ml25m: nil
        }
    }
}
