/// `MAJOR.MINOR.PATCH` of semver.org, without pre-release or build parts.
package struct SemanticVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    package let major: Int, minor: Int, patch: Int

    package init(_ major: Int, _ minor: Int, _ patch: Int) {
        self.major = major
        self.minor = minor
        self.patch = patch
    }

    /// Nil when the text is not three numbers without leading zeros.
    package init?(_ text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(Self.number)
        guard parts.count == 3, let major = parts[0], let minor = parts[1], let patch = parts[2] else { return nil }
        self.init(major, minor, patch)
    }

    fileprivate static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }), text == "0" || !text.hasPrefix("0") else { return nil }
        return Int(text)
    }

    package var description: String { "\(major).\(minor).\(patch)" }

    package static func < (a: Self, b: Self) -> Bool { (a.major, a.minor, a.patch) < (b.major, b.minor, b.patch) }
}

/// What a caller accepts of a skill: one exact version, or everything compatible with one (`^1`, `^1.2`, `^1.2.3`).
package enum VersionRange: Sendable, Hashable, CustomStringConvertible {
    case exactly(SemanticVersion)
    case compatible(with: SemanticVersion, text: String)

    package init?(_ text: String) {
        guard text.hasPrefix("^") else {
            guard let version = SemanticVersion(text) else { return nil }
            self = .exactly(version)
            return
        }
        let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false).map(SemanticVersion.number)
        let numbers = parts.compactMap { $0 }
        guard numbers.count == parts.count, (1...3).contains(numbers.count) else { return nil }
        let padded = numbers + [0, 0]
        self = .compatible(with: SemanticVersion(padded[0], padded[1], padded[2]), text: text)
    }

    /// `^` keeps the leftmost number that is not zero, as npm and Cargo do; `^0` accepts every `0.x`.
    package func accepts(_ version: SemanticVersion) -> Bool {
        switch self {
        case .exactly(let wanted): return version == wanted
        case .compatible(let base, let text):
            guard version >= base, version.major == base.major else { return false }
            let parts = text.split(separator: ".").count
            if base.major > 0 || parts == 1 { return true }
            guard version.minor == base.minor else { return false }
            return base.minor > 0 || parts == 2 || version.patch == base.patch
        }
    }

    package var description: String {
        switch self {
        case .exactly(let version): version.description
        case .compatible(_, let text): text
        }
    }
}
