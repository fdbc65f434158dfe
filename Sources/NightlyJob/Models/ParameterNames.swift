import CSV
import TwoTower

/// What each row of the saved parameters stands for, as `parameters.csv`: a model, a block of its
/// parameters, a row of it from 0, and a name, such as a movie's id or a title word.
struct ParameterNames {
    static let file = "parameters.csv"

    private var names: [String: [String]] = [:]

    /// The names of a block, or `nil` if the file has none of it.
    func names(ofModel model: String, block: String) -> [String]? { names["\(model)/\(block)"] }

    /// Writes the names of models in a folder.
    static func write(_ models: [(name: String, blocks: [ParameterBlock])], to folder: String)
        throws
    {
        var writer = try RecordWriter(creating: "\(folder)/\(file)")
        try writer.append(record: ["model", "block", "row", "name"])
        for (model, blocks) in models {
            for block in blocks {
                let (modelField, blockField) = (EncodedField(model), EncodedField(block.name))
                try writer.append(block.rowNames.count, inBlocksOf: 1 << 14) { rows, records in
                    for row in rows {
                        records.append(modelField)
                        records.append(blockField)
                        records.append(row)
                        records.append(EncodedField(block.rowNames[row]))
                        records.endRecord()
                    }
                }
            }
        }
        try writer.finish()
    }

    /// Reads the names of models in a folder.
    init(in folder: String) throws {
        var names: [String: [String]] = [:]
        try RecordFile(path: "\(folder)/\(Self.file)", dialect: .quoted(delimiter: ","))
            .forEachRecord { record in
                guard record.position.line > 1, record.count == 4 else { return }
                let key = "\(record[0].text() ?? "")/\(record[1].text() ?? "")"
                names[key, default: []].append(record[3].text() ?? "")
            }
        self.names = names
    }
}
