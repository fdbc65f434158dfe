import CSV

/// Where the columns of a file of users stand.
struct UserPlaces {
    let user: Int
    private let age: Int?
    private let gender: Int?
    private let occupation: Int?

    init(_ header: [String], columns: ColumnNames, path: String) throws(RatingsError) {
        let header = Header(names: header, path: path, kind: .descriptions)
        user = try header.place(of: .user, namedElsewhere: columns.user)
        age = try header.place(ofOptional: .age)
        gender = try header.place(ofOptional: .gender)
        occupation = try header.place(ofOptional: .occupation)
    }

    func description(of record: Record, encoding: TextEncoding) throws(RatingsError)
        -> UserDescription
    {
        UserDescription(
            age: age.flatMap { record[$0].integer }.map(Int.init),
            gender: try record.text(ifAt: gender, encoding: encoding),
            occupation: try record.text(ifAt: occupation, encoding: encoding)
        )
    }
}
