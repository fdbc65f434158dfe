import CSV

/// A data file of a published run, read row by row; whatever is wrong with it is a `Breach`.
struct PublishedTable {
    private let path: String
    private let columns: [String]
    /// What breaches call the file.
    private let name: String

    /// Prepares to read a file.
    ///
    /// - Parameters:
    ///   - file: One of `ListFiles`.
    ///   - run: The folder of the run.
    ///   - namesRun: Whether breaches name the folder too, for people who have not named the run.
    init(_ file: String, of run: String, namesRun: Bool) {
        path = "\(run)/\(file)"
        columns = DataPackage.fieldNames(of: file)
        name = namesRun ? path : file
    }

    /// Hands out the rows, in order.
    ///
    /// - Parameter body: Hears of every row, also one of more or fewer fields than columns
    ///   (`requireFields`).
    /// - Throws: `Breach` for another header and for a file that holds no records, and what the
    ///   closures throw.
    func forEachRow(_ body: (Row) throws -> Void) throws {
        var isAtHeader = true
        do {
            try RecordFile(path: path, dialect: .quoted(delimiter: ",")).forEachRecord { record in
                let row = Row(record: record, name: name, fieldCount: columns.count)
                if isAtHeader {
                    isAtHeader = false
                    try requireHeader(row)
                } else {
                    try body(row)
                }
            }
        } catch CSVError.malformed(let reason, let position) {
            throw Breach("\(name):\(position.line)", reason)
        } catch CSVError.unreadable(_, let reason) {
            throw Breach(name, "cannot be read: \(reason)")
        }
        guard !isAtHeader else { throw Breach("\(name):1", "has no header") }
    }

    private func requireHeader(_ row: Row) throws(Breach) {
        let found = (0..<row.record.count).map { row.record[$0].excerpt }
        guard found != columns else { return }
        throw Breach(
            "\(name):1",
            "the header is \(found.joined(separator: ",")) where"
                + " \(columns.joined(separator: ",")) is expected"
        )
    }

    /// A row, valid only while the closure runs that received it.
    struct Row {
        let record: Record
        fileprivate let name: String
        fileprivate let fieldCount: Int

        /// Refuses a row with more or fewer fields than columns.
        func requireFields() throws(Breach) {
            guard record.count != fieldCount else { return }
            throw breach("\(record.count) fields where \(fieldCount) are expected")
        }

        /// A fault of this row.
        func breach(_ reason: String) -> Breach { Breach("\(name):\(record.line)", reason) }

        /// A field's characters.
        func text(at place: Int) throws(Breach) -> String {
            guard let text = record[place].text() else { throw breach("is not valid UTF-8") }
            return text
        }

        /// A whole number.
        func integer(at place: Int, named column: String) throws(Breach) -> Int {
            guard let integer = record[place].integer else {
                throw breach("\(column) \"\(record[place].excerpt)\" is not a whole number")
            }
            return Int(integer)
        }

        /// A whole number from 0 that so many users or movies can have.
        func count(at place: Int, named column: String) throws(Breach) -> Int {
            guard let count = record[place].integer, (0...Int64(Int32.max)).contains(count) else {
                throw breach("\(column) \"\(record[place].excerpt)\" is not a whole number from 0")
            }
            return Int(count)
        }
    }
}
