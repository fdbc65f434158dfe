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
        // Whatever else a folder without a description holds is not ours to look at.
        guard RunFolder.isTaken("\(run)/\(DataPackage.fileName)") else {
            report(Breach(DataPackage.fileName, "is missing or cannot be read"))
            return nil
        }
        let files: [String]
        let (json, package): (Data, Package)
        var isPlain = true
        var emptyFolders: [String] = []
        do throws(Breach) {
            files = try plainFiles(of: run) { oddity in
                switch oddity {
                case .noFile(let path):
                    isPlain = false
                    report(Breach(path, "is not a plain file"))
                case .emptyFolder(let path): emptyFolders.append(path)
                }
            }
            (json, package) = try readPackage(of: run, files: files)
        } catch {
            report(error)
            return nil
        }
        let described = Set(package.resources.map(\.path))
        for file in files where !described.contains(file) && file != DataPackage.fileName {
            report(Breach(file, "is not in \(DataPackage.fileName)"))
        }
        // Where a folder has lost its files, these are told as missing.
        for folder in emptyFolders where !described.contains(where: { $0.hasPrefix(folder + "/") })
        {
            report(Breach(folder, "is a folder without a file"))
        }
        let required = [ListFiles.userRecommendations, ListFiles.movieNeighbours, ListFiles.movies]
        for file in required where !described.contains(file) {
            report(Breach(DataPackage.fileName, "does not name \(file)"))
        }
        for resource in package.resources {
            if let breach = breach(of: resource, in: run, files: files) { report(breach) }
        }
        compare(json, with: package, report)
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
    ) throws(Breach) -> (Data, Package) {
        guard files.contains(DataPackage.fileName),
            let json = FileManager.default.contents(atPath: "\(run)/\(DataPackage.fileName)")
        else { throw Breach(DataPackage.fileName, "is missing or cannot be read") }
        do {
            return (json, try JSONDecoder().decode(Package.self, from: json))
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

    /// Holds a description against the one that this program would write of such files: types, keys,
    /// dialect and all else that a loader goes by, but not the words for people, the name and the date.
    private static func compare(
        _ found: Data,
        with package: Package,
        _ report: (Breach) -> Void
    ) {
        let digests = package.resources.map { resource in
            let sha256 = String(resource.hash.trimmingPrefix("sha256:"))
            return (resource.path, FileDigest(byteCount: resource.bytes, sha256: sha256))
        }
        let expected = DataPackage(
            digests: Dictionary(digests, uniquingKeysWith: { first, _ in first }),
            rowCounts: package.rowCounts
        )
        do {
            let (old, new) = (
                try outline(of: found), try outline(of: JSONEncoder().encode(expected))
            )
            for path in old.resources.keys.sorted() where old.resources[path] != new.resources[path]
            {
                let reason = "does not describe \(path) as a run's file is described"
                report(Breach(DataPackage.fileName, reason))
            }
            if old.rest != new.rest {
                report(Breach(DataPackage.fileName, "has other keys than that of a run"))
            }
            if Set(old.paths) == Set(new.paths), old.paths != new.paths {
                report(Breach(DataPackage.fileName, "names files twice, or in another order"))
            }
        } catch {
            report(Breach(DataPackage.fileName, "is not the description of a run"))
        }
    }

    /// What counts of a description: of each file, and of the whole.
    private static func outline(
        of json: Data
    ) throws -> (paths: [String], resources: [String: NSDictionary], rest: NSDictionary) {
        var whole =
            withoutDescriptions(try JSONSerialization.jsonObject(with: json))
            as? [String: Any] ?? [:]
        let resources = whole.removeValue(forKey: "resources") as? [[String: Any]] ?? []
        for key in ["id", "created"] { whole.removeValue(forKey: key) }
        let byPath = resources.map { ($0["path"] as? String ?? "", NSDictionary(dictionary: $0)) }
        return (
            byPath.map(\.0), Dictionary(byPath, uniquingKeysWith: { first, _ in first }),
            NSDictionary(dictionary: whole)
        )
    }

    private static func withoutDescriptions(_ value: Any) -> Any {
        switch value {
        case let object as [String: Any]:
            object.filter { $0.key != "description" }.mapValues(withoutDescriptions)
        case let list as [Any]: list.map(withoutDescriptions)
        default: value
        }
    }

    /// The files of a folder and of the folders in it, sorted.
    private static func plainFiles(
        of run: String,
        tell: (RunFiles.Oddity) -> Void
    ) throws(Breach) -> [String] {
        do throws(PublishingError) {
            return try RunFiles.all(of: run, tell: tell)
        } catch {
            throw Breach(run, "cannot be listed")
        }
    }
}
