extension String {
    /// On one line, with a blank for each run of control characters and line ends: ids and titles may
    /// hold anything, and a terminal obeys what it is told.
    package var onOneLine: String {
        var line = String.UnicodeScalarView()
        var isInGap = false
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator:
                if !isInGap { line.append(" ") }
                isInGap = true
            default:
                line.append(scalar)
                isInGap = false
            }
        }
        return String(line)
    }
}
