/// Everything read from the input, numbered.
package struct Dataset: Sendable {
    package let users: Vocabulary<User>
    package let catalogue: Catalogue
    package let interactions: Interactions
    /// What is known of each user, by row; `nil` without a file of users.
    package let userDescriptions: [UserDescription]?

    package init(
        users: Vocabulary<User>,
        catalogue: Catalogue,
        interactions: Interactions,
        userDescriptions: [UserDescription]? = nil
    ) {
        self.users = users
        self.catalogue = catalogue
        self.interactions = interactions
        self.userDescriptions = userDescriptions
    }

    /// The same users and movies with a part of the ratings.
    package func holding(_ interactions: Interactions) -> Dataset {
        Dataset(
            users: users,
            catalogue: catalogue,
            interactions: interactions,
            userDescriptions: userDescriptions
        )
    }
}

/// What is known of a user besides ratings; absent parts are `nil`.
package struct UserDescription: Equatable, Sendable {
    package let age: Int?
    package let gender: String?
    package let occupation: String?

    package init(age: Int?, gender: String?, occupation: String?) {
        self.age = age
        self.gender = gender
        self.occupation = occupation
    }
}
