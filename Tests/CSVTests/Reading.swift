import CSV
import Fixtures

/// Commas and quotes, as in RFC 4180.
let comma = Dialect.quoted(delimiter: ",")

/// A record, kept beyond the closure that received it.
struct KeptRecord: Equatable {
    let fields: [String]
    let line: Int

    init(fields: [String], line: Int) {
        self.fields = fields
        self.line = line
    }

    init(_ record: Record) {
        fields = (0..<record.count).map { record[$0].text() ?? "not UTF-8" }
        line = record.line
    }
}

/// The records of a file `data.csv` with these bytes.
func records(
    of bytes: some Sequence<UInt8>,
    as dialect: Dialect = comma
) throws -> [KeptRecord] {
    try TemporaryFolder.with { folder in
        let path = try folder.write(bytes, to: "data.csv")
        var kept: [KeptRecord] = []
        try RecordFile(path: path, dialect: dialect).forEachRecord { kept.append(KeptRecord($0)) }
        return kept
    }
}

/// The fields of a file `data.csv` with this text.
func fields(of text: String, as dialect: Dialect = comma) throws -> [[String]] {
    try records(of: text.utf8, as: dialect).map(\.fields)
}

/// The line on which each record of a file with this text begins.
func lines(of text: String, as dialect: Dialect = comma) throws -> [Int] {
    try records(of: text.utf8, as: dialect).map(\.line)
}

/// What is said about a file `data.csv` with these bytes; `nil` if nothing is wrong with it.
func complaint(
    about bytes: some Sequence<UInt8>,
    as dialect: Dialect = comma
) throws -> String? {
    try TemporaryFolder.with { folder in
        let path = try folder.write(bytes, to: "data.csv")
        return folder.complaint {
            try RecordFile(path: path, dialect: dialect).forEachRecord { _ in }
        }
    }
}
