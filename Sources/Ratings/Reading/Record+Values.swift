import CSV

/// An id as it stands in a file.
struct FieldID {
    private let field: Field
    private let encoding: TextEncoding
    /// The id as a number, if that says it all.
    let smallID: Int?

    @inline(__always)
    init?(_ field: Field, encoding: TextEncoding) {
        smallID = field.smallID
        self.field = field
        self.encoding = encoding
        if smallID == nil, field.text(encoding) == nil { return nil }
    }

    var text: String { field.text(encoding) ?? "" }
}

extension Record {
    /// An id, which must not be empty.
    @inline(__always)
    func id(
        at place: Int,
        column: String,
        encoding: TextEncoding
    ) throws(RatingsError) -> FieldID {
        let field = self[place]
        guard !field.isEmpty else { throw .emptyID(column: column, at: position) }
        guard let id = FieldID(field, encoding: encoding) else {
            throw .malformed(
                column: column,
                value: field.excerpt,
                expected: "valid UTF-8",
                at: position
            )
        }
        return id
    }

    /// A text, which may be empty.
    func text(at place: Int, encoding: TextEncoding) throws(RatingsError) -> String {
        guard let text = self[place].text(encoding) else {
            throw .malformed(
                column: "text",
                value: self[place].excerpt,
                expected: "valid UTF-8",
                at: position
            )
        }
        return text
    }

    /// The text of a column that may be absent; then `nil`.
    func text(ifAt place: Int?, encoding: TextEncoding) throws(RatingsError) -> String? {
        guard let place else { return nil }
        return try text(at: place, encoding: encoding)
    }

    /// A finite number.
    @inline(__always)
    func number(at place: Int, column: String) throws(RatingsError) -> Float {
        guard let number = self[place].number.map(Float.init), number.isFinite else {
            throw .malformed(
                column: column,
                value: self[place].excerpt,
                expected: "a number",
                at: position
            )
        }
        return number
    }

    /// The number of a column that may be absent; then `nil`.
    @inline(__always)
    func number(ifAt place: Int?, column: String) throws(RatingsError) -> Float? {
        guard let place else { return nil }
        return try number(at: place, column: column)
    }

    /// A timestamp: whole seconds since 1970, before the year 5138; also written as `978300760.0`.
    @inline(__always)
    func seconds(at place: Int) throws(RatingsError) -> Int64 {
        let latest: Int64 = 100_000_000_000
        let field = self[place]
        func refused(_ expected: String) -> RatingsError {
            .malformed(
                column: "timestamp",
                value: field.excerpt,
                expected: expected,
                at: position
            )
        }
        guard let seconds = field.integer ?? field.number.flatMap(Int64.init(exactly:)) else {
            throw refused("a whole number of seconds since 1970")
        }
        guard seconds.magnitude <= latest else {
            let hint = seconds > 0 ? "; are these milliseconds?" : ""
            throw refused("within 100,000,000,000 seconds of 1970" + hint)
        }
        return seconds
    }

    /// The timestamp of a column that may be absent; then `nil`.
    @inline(__always)
    func seconds(ifAt place: Int?) throws(RatingsError) -> Int64? {
        guard let place else { return nil }
        return try seconds(at: place)
    }
}
