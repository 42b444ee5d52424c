import JSON

/// The smallest skill that passes every check, to show what a missing part looks like.
enum SmallestSkill {
    static let document: JSON = {
        guard let document = try? JSON(parsing: PackageResources.smallest_json) else { preconditionFailure("the embedded skill is JSON") }
        return document
    }()

    /// `"KEY": VALUE` as it stands there, for a message that a key of the document is missing.
    static func example(for message: String) -> String? {
        guard let match = message.wholeMatch(of: /"([a-z_]+)" is missing/), let value = document[String(match.1)] else { return nil }
        return "\"\(match.1)\": \(value.text(.compact))"
    }
}
