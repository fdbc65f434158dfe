import CSV

/// Finds columns in the header of one file.
struct Header {
    let names: [String]
    let path: String
    var kind = Kind.others

    /// What a file tells, which decides who names its columns.
    enum Kind {
        /// Who rated what: flags may name the columns.
        case ratings
        /// What movies or users are: ids stand in a column of their name in the ratings, of a usual
        /// name, or just `id`.
        case descriptions
        case others
    }

    /// The place of a column that must be there.
    func place(of role: ColumnRole, named name: String? = nil) throws(RatingsError) -> Int {
        if let place = try place(ofOptional: role, named: name) { return place }
        throw .missingColumn(
            role: role.rawValue,
            remedy: role.remedy(for: names, of: kind),
            header: shortNames,
            at: position
        )
    }

    /// The place of a column that may be absent, unless the user has named it.
    func place(
        ofOptional role: ColumnRole,
        named name: String? = nil
    ) throws(RatingsError) -> Int? {
        let places = role.places(in: names, named: name)
        guard places.count < 2 else {
            throw .repeatedColumn(name: shortNames[places[0]], at: position)
        }
        if let name, places.isEmpty {
            throw .noSuchColumn(name: name, header: shortNames, at: position)
        }
        return places.first
    }

    /// The place of a column that the user has named in another file, and that may have its usual name
    /// here.
    func place(of role: ColumnRole, namedElsewhere name: String?) throws(RatingsError) -> Int {
        if let name, !role.places(in: names, named: name).isEmpty {
            return try place(of: role, named: name)
        }
        let plain = names.indices.filter { ColumnRole.plainName(names[$0]) == "id" }
        if try place(ofOptional: role) == nil, plain.count == 1 { return plain[0] }
        return try place(of: role)
    }

    /// Refuses to read one column as two.
    func requireDistinct(_ places: [(ColumnRole, Int?)]) throws(RatingsError) {
        for place in names.indices {
            let roles = places.filter { $0.1 == place }.map(\.0.rawValue)
            guard roles.count < 2 else {
                throw .sharedColumn(roles: roles, name: shortNames[place], at: position)
            }
        }
    }

    private var position: FilePosition { FilePosition(path: path, line: 1) }
    private var shortNames: [String] { names.map { String($0.prefix(40)) } }
}
