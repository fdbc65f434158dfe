/// A promise of the README that a published run does not keep.
package struct Breach: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file of the run, or a line of one, such as `movies.csv:17`; with the path of the run where
    /// nobody has named it.
    package let place: String
    package let reason: String

    package init(_ place: String, _ reason: String) {
        self.place = place
        self.reason = reason
    }

    package var description: String { "\(place): \(reason)" }
}
