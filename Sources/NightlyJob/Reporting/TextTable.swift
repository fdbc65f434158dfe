/// Rows of texts in columns of one width, for people.
struct TextTable: CustomStringConvertible {
    /// Where the texts of a column stand, but for the first, whose texts always begin its column.
    enum Alignment {
        case leading
        case trailing
    }

    /// The header first; all rows have as many texts.
    let rows: [[String]]
    let alignment: Alignment

    var description: String {
        let columns = rows.first?.indices ?? 0..<0
        let widths = columns.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = columns.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return alignment == .leading || column == 0
                    ? row[column] + padding : padding + row[column]
            }
            return cells.joined(separator: "  ").withoutTrailingBlanks
        }.joined(separator: "\n")
    }
}

extension String {
    fileprivate var withoutTrailingBlanks: String {
        guard let last = lastIndex(where: { $0 != " " }) else { return "" }
        return String(self[...last])
    }
}
