/// The x with `matrix · x = side`, by Gauss's elimination in double precision: the obvious way.
func naiveSolution(_ matrix: [[Double]], _ side: [Double]) -> [Double] {
    var rows = zip(matrix, side).map { $0 + [$1] }
    for place in rows.indices {
        let pivot = rows[place...].indices.max { abs(rows[$0][place]) < abs(rows[$1][place]) }
        rows.swapAt(place, pivot ?? place)
        for other in rows.indices where other != place {
            let factor = rows[other][place] / rows[place][place]
            rows[other] = zip(rows[other], rows[place]).map { $0 - factor * $1 }
        }
    }
    return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
}
