import Foundation

/// The files of a run's folder.
enum RunFiles {
    /// What a run's folder should not hold, by its path inside it.
    enum Oddity {
        /// Neither a file nor a folder, such as a link.
        case noFile(String)
        case emptyFolder(String)
    }

    /// All files of a folder and of the folders in it, by their paths inside it, sorted.
    ///
    /// - Parameters:
    ///   - folder: May be a link; links inside it are not followed.
    ///   - tell: Hears of everything that is neither a file nor a folder with something in it.
    /// - Returns: Plain files alone.
    /// - Throws: `PublishingError.unreadable` if a folder cannot be listed.
    static func all(
        of folder: String,
        tell: (Oddity) -> Void = { _ in }
    ) throws(PublishingError) -> [String] {
        try all(of: folder, under: "", tell: tell).sorted()
    }

    private static func all(
        of folder: String,
        under prefix: String,
        tell: (Oddity) -> Void
    ) throws(PublishingError) -> [String] {
        let names = try RunFolder.names(in: prefix.isEmpty ? folder : "\(folder)/\(prefix)")
        if names.isEmpty, !prefix.isEmpty { tell(.emptyFolder(String(prefix.dropLast()))) }
        var files: [String] = []
        for name in names {
            let path = prefix + name
            var status = stat()
            guard lstat("\(folder)/\(path)", &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFREG: files.append(path)
            case S_IFDIR: files += try all(of: folder, under: path + "/", tell: tell)
            default: tell(.noFile(path))
            }
        }
        return files
    }
}
