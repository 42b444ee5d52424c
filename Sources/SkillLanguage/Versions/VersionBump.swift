package import JSON

/// How much a change of a skill means to those who call it.
package enum VersionBump: Int, Sendable, Comparable {
    case patch, minor, major

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// The least bump the change allows: a part of the promise gone or narrower is major, a change of reach, data or steps minor,
    /// everything else (texts, tests, limits, retries, config defaults) patch.
    package static func least(from old: JSON, to new: JSON) -> VersionBump {
        if narrows(old, new) { return .major }
        let structural = ["input", "output", "permits", "secrets", "concurrency", "finally", "result"]
        if structural.contains(where: { old[$0] != new[$0] }) { return .minor }
        return shape(old["steps"]) == shape(new["steps"]) ? .patch : .minor
    }

    /// Whether a caller that was right before may be wrong now.
    private static func narrows(_ old: JSON, _ new: JSON) -> Bool {
        let outputsBefore = old["output"]?["properties"]?.object ?? [:]
        let outputsNow = new["output"]?["properties"]?.object ?? [:]
        if outputsBefore.contains(where: { key, schema in outputsNow[key]?["type"] != schema["type"] }) { return true }
        let requiredBefore = old["input"]?["required"]?.array ?? []
        let requiredNow = new["input"]?["required"]?.array ?? []
        if requiredNow.contains(where: { !requiredBefore.contains($0) }) { return true }
        let inputsBefore = old["input"]?["properties"]?.object ?? [:]
        let inputsNow = new["input"]?["properties"]?.object ?? [:]
        if inputsBefore.contains(where: { key, schema in narrows(schema, to: inputsNow[key]) }) { return true }
        let secretsNow = new["secrets"]?.array ?? []
        return (old["secrets"]?.array ?? []).contains { !secretsNow.contains($0) }
    }

    private static func narrows(_ old: JSON, to new: JSON?) -> Bool {
        guard let new, old["type"] == new["type"] else { return true }
        guard let allowed = new["enum"]?.array else { return false }
        return old["enum"]?.array.map { before in before.contains { !allowed.contains($0) } } ?? true
    }

    /// The steps without what a patch may change: prompts, retries, timeouts, notes.
    private static func shape(_ json: JSON?) -> JSON {
        switch json {
        case .array(let items)?: return .array(items.map { shape($0) })
        case .object(let object)?:
            var result = JSON.Object()
            for (key, value) in object where !["note", "retry", "timeout", "system", "prompt"].contains(key) { result[key] = shape(value) }
            return .object(result)
        default: return json ?? .null
        }
    }
}

extension SemanticVersion {
    package func bumped(_ bump: VersionBump) -> SemanticVersion {
        switch bump {
        case .major: SemanticVersion(major + 1, 0, 0)
        case .minor: SemanticVersion(major, minor + 1, 0)
        case .patch: SemanticVersion(major, minor, patch + 1)
        }
    }
}
