import Foundation

/// Holds the files of a published run against its `datapackage.json`: none missing, none more, every
/// byte as it was written.
package enum PackageCheck {
    /// Looks at every file of a run; none outside of it is ever opened.
    ///
    /// - Parameters:
    ///   - run: The folder.
    ///   - report: Hears of every breach.
    /// - Returns: How many rows each data file should have, by name; `nil` where there is no telling,
    ///   and nothing more of the run should be opened.
    @discardableResult
    package static func check(_ run: String, report: (Breach) -> Void) -> [String: Int]? {
        let files: [String]
        let package: Package
        var isPlain = true
        do throws(Breach) {
            files = try plainFiles(of: run) { breach in
                isPlain = false
                report(breach)
            }
            package = try readPackage(of: run, files: files)
        } catch {
            report(error)
            return nil
        }
        let described = Set(package.resources.map(\.path))
        for file in files where !described.contains(file) && file != DataPackage.fileName {
            report(Breach(file, "is not in \(DataPackage.fileName)"))
        }
        let required = [ListFiles.userRecommendations, ListFiles.movieNeighbours, ListFiles.movies]
        for file in required where !described.contains(file) {
            report(Breach(DataPackage.fileName, "does not name \(file)"))
        }
        for resource in package.resources {
            if let breach = breach(of: resource, in: run, files: files) { report(breach) }
        }
        return isPlain ? package.rowCounts : nil
    }

    /// What a loader reads of the description of a package.
    private struct Package: Decodable {
        let resources: [Resource]

        struct Resource: Decodable {
            let path: String
            let rows: Int?
            let bytes: Int
            let hash: String
        }

        var rowCounts: [String: Int] {
            Dictionary(
                resources.map { ($0.path, $0.rows) },
                uniquingKeysWith: { first, _ in first }
            )
            .compactMapValues { $0 }
        }
    }

    private static func readPackage(
        of run: String,
        files: [String]
    ) throws(Breach) -> Package {
        guard files.contains(DataPackage.fileName),
            let json = FileManager.default.contents(atPath: "\(run)/\(DataPackage.fileName)")
        else { throw Breach(DataPackage.fileName, "is missing or cannot be read") }
        do {
            return try JSONDecoder().decode(Package.self, from: json)
        } catch {
            throw Breach(DataPackage.fileName, "is not the description of a run")
        }
    }

    private static func breach(
        of resource: Package.Resource,
        in run: String,
        files: [String]
    ) -> Breach? {
        guard files.contains(resource.path) else { return Breach(resource.path, "is missing") }
        let digest: FileDigest
        do throws(PublishingError) {
            digest = try FileDigest(of: "\(run)/\(resource.path)")
        } catch {
            return Breach(resource.path, "cannot be read")
        }
        guard digest.byteCount == resource.bytes else {
            return Breach(resource.path, "has \(digest.byteCount) bytes, not \(resource.bytes)")
        }
        return "sha256:" + digest.sha256 == resource.hash
            ? nil : Breach(resource.path, "has another SHA-256 than \(DataPackage.fileName) says")
    }

    /// The files of a folder and of the folders in it, sorted; whatever else there is, is a breach.
    private static func plainFiles(
        of run: String,
        report: (Breach) -> Void
    ) throws(Breach) -> [String] {
        do throws(PublishingError) {
            return try RunFiles.all(of: run) { report(Breach($0, "is not a plain file")) }
        } catch {
            throw Breach(run, "cannot be listed")
        }
    }
}
