import CSV
import Foundation
import Publishing
import Ratings

/// A file of refused records as they stand, with line and reason, for whoever repairs them.
///
/// A class, because it owns the open files.
final class RejectsFile {
    private let place: String
    /// `nil` as long as nothing was refused.
    private var writer: RecordWriter?
    /// The file that the last record came from.
    private var path = ""
    private var lines: LineReader?

    /// Prepares to put a file in the place of another, or of none.
    ///
    /// - Throws: `PublishingError.refused` if no file can be put there.
    init(path place: String) throws(PublishingError) {
        try DurableFile.checkPlace(place)
        self.place = place
    }

    /// Adds a record; those of one file in the order of their lines.
    func append(_ record: RefusedRecord) throws {
        let (path, line) = (record.position.path, record.position.line)
        if path != self.path {
            self.path = path
            lines = try LineReader(path: path)
        }
        let bytes = try lines?.bytes(of: line..<line + record.lineCount) ?? []
        var records = EncodedRecords()
        records.append(EncodedField(path))
        records.append(line)
        records.append(EncodedField("\(record.reason)"))
        records.append(EncodedField(bytes: bytes))
        records.endRecord()
        if writer == nil { writer = try begin() }
        try writer?.append(records)
    }

    private func begin() throws -> RecordWriter {
        let staging = DurableFile.staging(of: place)
        // What an interrupted call has left is worthless.
        unlink(staging)
        var writer = try RecordWriter(creating: staging)
        try writer.append(record: ["file", "line", "reason", "record"])
        return writer
    }

    /// Gives up: what stood at the place stays.
    func abandon() {
        guard writer.take() != nil else { return }
        unlink(DurableFile.staging(of: place))
    }

    /// Waits until the disk holds everything, then replaces the file; without a refused record, there is
    /// none from now on.
    ///
    /// - Throws: `CSVError.unwritable` or `PublishingError.refused`.
    func finish() throws {
        guard let writer = writer.take() else {
            unlink(place)
            return
        }
        let staging = DurableFile.staging(of: place)
        do {
            try writer.finish()
        } catch {
            unlink(staging)
            throw error
        }
        try DurableFile.place(staging, at: place)
    }
}
