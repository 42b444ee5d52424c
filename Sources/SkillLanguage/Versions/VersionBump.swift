package import JSON

/// How much a change of a skill means to those who call it.
package enum VersionBump: Int, Sendable, Comparable {
    case patch, minor, major

    package static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// The least bump the change allows. Texts, tests, retries, timeouts, defaults of the config and everything that narrows what a skill
    /// may reach or use are a patch; `VersionChange` names what asks for more.
    package static func least(from old: JSON, to new: JSON) -> VersionBump {
        VersionChange.all(from: old, to: new).map(\.bump).max() ?? .patch
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
