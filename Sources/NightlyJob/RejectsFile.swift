import CSV
import Ratings

/// A file of refused records as they stand, with line and reason, for whoever repairs them.
///
/// A class, because it owns the open files.
final class RejectsFile {
    private var writer: RecordWriter?
    /// The file that the last record came from.
    private var path = ""
    private var lines: LineReader?

    /// Makes the file; one that exists is an error.
    init(creating path: String) throws {
        var writer = try RecordWriter(creating: path)
        try writer.append(record: ["file", "line", "reason", "record"])
        self.writer = consume writer
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
        try writer?.append(records)
    }

    /// Waits until the disk holds everything.
    func finish() throws { try writer.take()?.finish() }
}
