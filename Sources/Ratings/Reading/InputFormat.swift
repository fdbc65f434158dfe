import CSV

/// The layouts of ratings, catalogues and users that we read.
package enum InputFormat: String, CaseIterable, Codable, Sendable {
    /// A header names the columns: MovieLens CSV, RecBole's atomic files and any other.
    case csv
    /// Ratings without a header: `UnnamedColumns`. Catalogues and users have one all the same.
    case headerless
    /// MovieLens 100K: `u.data` with tabs, `u.item` and `u.user` with `|`, Latin-1, no header.
    case ml100k = "ml-100k"
    /// MovieLens 1M: `::` between fields, Latin-1, no header.
    case ml1m = "ml-1m"

    /// Tells the format from a file's first line.
    ///
    /// - Parameters:
    ///   - path: Where the file stands.
    ///   - canBeHeaderless: Whether its first record may be one of ratings.
    /// - Returns: The format; one that has no mark of another is `csv`.
    /// - Throws: `CSVError` if the file cannot be read or what might be a header is malformed,
    ///   `RatingsError.noRecords` if it is empty.
    static func detect(_ path: String, canBeHeaderless: Bool = false) throws -> InputFormat {
        guard let line = try RecordFile.firstLine(of: path) else {
            throw RatingsError.noRecords(path: path)
        }
        let text = String(decoding: line, as: UTF8.self)
        if text.contains("::") { return .ml1m }
        let tabbed = text.split(separator: "\t", omittingEmptySubsequences: false)
        if tabbed.count == 4, tabbed.allSatisfy({ Int64($0) != nil }) { return .ml100k }
        let barred = text.split(separator: "|", omittingEmptySubsequences: false)
        if barred.count == 24 || barred.count == 5, Int64(barred[0]) != nil { return .ml100k }
        guard canBeHeaderless else { return .csv }
        let columns = try UnnamedColumns(of: delimitedFile(path, orByBlanks: true))
        return columns?.areCertain == true ? .headerless : .csv
    }

    var encoding: TextEncoding {
        switch self {
        case .csv, .headerless: .utf8
        case .ml100k, .ml1m: .latin1
        }
    }

    /// A file whose fields are separated by whichever of `,`, tab, `;` and `|` its first line has most
    /// of.
    ///
    /// - Parameters:
    ///   - path: Where the file stands.
    ///   - allowsBlanks: Whether blanks separate fields where it has none of these.
    /// - Returns: The file; commas separate fields where nothing else does.
    /// - Throws: `CSVError.unreadable`.
    static func delimitedFile(
        _ path: String,
        orByBlanks allowsBlanks: Bool = false
    ) throws(CSVError) -> RecordFile {
        let line = String(decoding: try RecordFile.firstLine(of: path) ?? [], as: UTF8.self)
        let delimiters: [Character] = [",", "\t", ";", "|"]
        let counts = delimiters.map { delimiter in line.count { $0 == delimiter } }
        let most = counts.max() ?? 0
        let mostFrequent = zip(delimiters, counts).first { $0.1 == most }?.0 ?? ","
        let delimiter = most == 0 && allowsBlanks ? " " : mostFrequent
        return RecordFile(path: path, dialect: .quoted(delimiter: delimiter))
    }
}
