import ArgumentParser
import Foundation
import NightlyJob
import TwoTower

extension Recipe {
    /// A recipe of ours, or one that somebody has written down.
    ///
    /// - Throws: `ValidationError`, with the key that is wrong and the keys that lead to it.
    init(nameOrPath: String) throws {
        if let known = Recipe.all.first(where: { $0.name == nameOrPath }) {
            self = known
            return
        }
        guard let json = FileManager.default.contents(atPath: nameOrPath) else {
            let names = Recipe.all.map(\.name).joined(separator: " and ")
            throw ValidationError(
                "no recipe \"\(nameOrPath)\" and no such file; there are \(names)"
            )
        }
        guard let given = try? JSONSerialization.jsonObject(with: json) else {
            throw ValidationError("\(nameOrPath): is not JSON")
        }
        do {
            self = try JSONDecoder().decode(Recipe.self, from: json)
        } catch let error as DecodingError {
            throw ValidationError("\(nameOrPath): \(Self.complaint(of: error))")
        }
        let keys = try JSONSerialization.jsonObject(with: JSONEncoder().encode(self))
        if let key = Self.unknownKey(in: given, beside: keys) {
            throw ValidationError("\(nameOrPath): no recipe has the key \(key)")
        }
        if let fault { throw ValidationError("\(nameOrPath): \(fault)") }
        // One of ours that was edited is no longer ours.
        if Recipe.all.contains(where: { $0.name == name && $0 != self }) {
            name = URL(fileURLWithPath: nameOrPath).lastPathComponent
        }
    }

    private static func complaint(of error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let missing, let context):
            "the key \(key(context.codingPath + [missing])) is missing; a recipe is what stands under"
                + " settings.recipe of a report.json"
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
            .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "is no recipe, or has a number that is too large or should be whole"
                : "the value of \(key(context.codingPath)) is of the wrong kind"
        @unknown default: "is no recipe"
        }
    }

    /// A key with those that lead to it; the place in a list says nothing to people.
    private static func key(_ path: [any CodingKey]) -> String {
        path.filter { $0.intValue == nil }.map(\.stringValue).joined(separator: ".")
    }

    /// The first key, by name, of an object in JSON that another has not; `nil` if there is none.
    ///
    /// It comes with the keys that lead to it and the nearest that is known. A key of null counts as
    /// none.
    private static func unknownKey(in given: Any, beside known: Any) -> String? {
        guard let given = given as? [String: Any] else { return nil }
        let known = known as? [String: Any] ?? [:]
        for (key, value) in given.sorted(by: { $0.key < $1.key }) where !(value is NSNull) {
            guard let counterpart = known[key] else {
                let nearest = suggestions(for: key, among: known.keys.sorted(), most: 1)
                return key + (nearest.first.map { "; nearest: \($0)" } ?? "")
            }
            if let inner = unknownKey(in: value, beside: counterpart) { return "\(key).\(inner)" }
        }
        return nil
    }
}
