extension Matrix {
    /// Puts 0 in the place of every value below 0 (ReLU); what is no number stays.
    package mutating func rectify() {
        withMutableRows { rows in
            for place in 0..<rows.count * rows.width where rows.base[place] < 0 {
                rows.base[place] = 0
            }
        }
    }

    /// Carries a gradient back through `rectify`: 0 where a value did not get through.
    ///
    /// - Parameter rectified: What `rectify` left. Same shape as this matrix, which holds the gradient.
    package mutating func backThroughRectifying(to rectified: Matrix) {
        precondition(rectified.rowCount == rowCount && rectified.columnCount == columnCount)
        withMutableRows { rows in
            rectified.withRows { rectified in
                for place in 0..<rows.count * rows.width where rectified.base[place] == 0 {
                    rows.base[place] = 0
                }
            }
        }
    }
}
