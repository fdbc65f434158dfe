import Foundation

/// The files of a run's folder.
enum RunFiles {
    /// All files of a folder and of the folders in it, by their paths inside it, sorted.
    ///
    /// - Parameters:
    ///   - folder: May be a link; links inside it are not followed.
    ///   - refuse: Hears of everything that is neither a file nor a folder, such as a link.
    /// - Returns: Plain files alone.
    /// - Throws: `PublishingError.refused` if a folder cannot be listed.
    static func all(
        of folder: String,
        refuse: (String) -> Void
    ) throws(PublishingError) -> [String] {
        try all(of: folder, under: "", refuse: refuse).sorted()
    }

    private static func all(
        of folder: String,
        under prefix: String,
        refuse: (String) -> Void
    ) throws(PublishingError) -> [String] {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(prefix)")
        } catch {
            throw .refused(path: "\(folder)/\(prefix)", reason: "it cannot be listed")
        }
        var files: [String] = []
        for name in names {
            let path = prefix + name
            var status = stat()
            guard lstat("\(folder)/\(path)", &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFREG: files.append(path)
            case S_IFDIR: files += try all(of: folder, under: path + "/", refuse: refuse)
            default: refuse(path)
            }
        }
        return files
    }
}
