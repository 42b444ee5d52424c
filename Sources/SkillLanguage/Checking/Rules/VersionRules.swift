package import JSON

/// E60, E61, E62: what a new version of a skill owes to the one that is live.
package struct VersionRules {
    private let live: (document: JSON, label: SemanticVersion)?

    /// - Parameter live: the version that is live, under the label it has there; nil for a skill that is new.
    package init(live: (document: JSON, label: SemanticVersion)?) { self.live = live }

    /// Whether the document is the live one; its version, and the order of its keys, do not count.
    package func isUnchanged(_ skill: Skill) -> Bool {
        guard let live, skill.version == nil || skill.version == live.label else { return false }
        return Self.unlabelled(skill.document) == Self.unlabelled(live.document)
    }

    /// The label that the skill goes live under: the one written in it, or the least that the change allows when that was left as it is.
    package func label(of skill: Skill) throws(VersionRefused) -> SemanticVersion {
        guard let live else { return skill.version ?? SemanticVersion(0, 1, 0) }
        if isUnchanged(skill) { return live.label }
        let written = skill.version ?? live.label
        let changes = VersionChange.all(from: live.document, to: skill.document)
        let bump = changes.first?.bump ?? .patch
        let least = live.label.bumped(bump)
        if written == live.label { return least }
        let hint = "leave \"version\" out and it is assigned"
        if written < live.label {
            throw VersionRefused(finding: Finding("E60", "/version", "\(written) is not greater than the live \(live.label)", hint: hint))
        }
        if written < least {
            let why = changes.prefix { $0.bump == bump }.prefix(3).map(\.description).joined(separator: "; ")
            let message = "the change needs at least \(least)" + (why.isEmpty ? "" : ": \(why)")
            throw VersionRefused(finding: Finding("E61", "/version", message, hint: hint))
        }
        return written
    }

    /// The callers that accept the live version and would not accept the new one.
    package func leftBehind(by label: SemanticVersion, of name: String, among callers: [Skill]) -> [Finding] {
        guard let live else { return [] }
        return callers.filter { $0.name != name }.flatMap { caller in
            caller.references.filter { $0.name == name && $0.range.accepts(live.label) && !$0.range.accepts(label) }.map { reference in
                Finding(
                    "E62", "/version", "\(caller.name) calls it as \(name)@\(reference.range), which does not accept \(label)",
                    hint: "change \"\(caller.name)\" in the same proposal")
            }
        }
    }

    private static func unlabelled(_ document: JSON) -> String {
        var object = document.object ?? [:]
        object["version"] = nil
        return ContentHash.of(.object(object))
    }
}

/// A version that may not go live.
package struct VersionRefused: Error {
    package let finding: Finding
}
