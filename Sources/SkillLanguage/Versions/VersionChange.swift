package import JSON

/// A change of a skill that a patch may not make: where, and which rule it falls under.
package struct VersionChange: Sendable, Hashable, CustomStringConvertible {
    package let bump: VersionBump
    /// JSON Pointer (RFC 6901) into the new document, or into the old one where something is gone.
    package let pointer: String
    package let rule: String

    package var description: String { "\(pointer): \(rule)" }

    /// What the change from one document to the next asks for, the greatest first. Differences of spelling alone (the order of keys, `${}`
    /// around a condition) are none. A part of the promise to callers that is gone or narrower is major: what was accepted is refused, what
    /// was given is missing or of another type. More reach, other data and other steps are minor.
    package static func all(from old: JSON, to new: JSON) -> [VersionChange] {
        let (old, new) = (DisplayForm.rewritten(old), DisplayForm.rewritten(new))
        let narrowings = InputPromise(old: old["input"] ?? [:], new: new["input"] ?? [:]).narrowings
        let losses = OutputPromise(old: old["output"] ?? [:], new: new["output"] ?? [:]).losses
        let secrets = ReachChange.added(new["secrets"], old["secrets"]).map {
            VersionChange(bump: .major, pointer: "/secrets", rule: "the secret \($0) is gone")
        }
        return narrowings + losses + secrets + ReachChange.all(from: old, to: new) + StructureChange.all(from: old, to: new)
    }
}

/// More of the world than before: permits, secrets, limits.
private enum ReachChange {
    static func all(from old: JSON, to new: JSON) -> [VersionChange] {
        let permits = ["http", "models", "skills", "mcp", "tune"].flatMap { kind in
            added(old["permits"]?[kind], new["permits"]?[kind]).map {
                VersionChange(bump: .minor, pointer: "/permits/\(kind)", rule: "the permit \"\($0)\" is new")
            }
        }
        let secrets = added(old["secrets"], new["secrets"]).map { VersionChange(bump: .minor, pointer: "/secrets", rule: "the secret \($0) is new") }
        return permits + secrets + limits(old["limits"], new["limits"])
    }

    /// The names in one list that are not in the other.
    static func added(_ old: JSON?, _ new: JSON?) -> [String] {
        let before = Set((old?.array ?? []).compactMap(\.string))
        return (new?.array ?? []).compactMap(\.string).filter { !before.contains($0) }
    }

    private static func limits(_ old: JSON?, _ new: JSON?) -> [VersionChange] {
        let (before, now) = (stated(old), stated(new))
        let raised = [
            ("duration", now.duration > before.duration), ("calls", now.calls > before.calls), ("tokens", now.tokens > before.tokens),
            ("cost_usd", now.costUSD > before.costUSD),
        ]
        return raised.filter(\.1).map { VersionChange(bump: .minor, pointer: "/limits/\($0.0)", rule: "the limit is raised") }
    }

    private static func stated(_ json: JSON?) -> Limits {
        json.map { SkillDecoder.limits(DocumentNode(value: $0, pointer: "", log: FindingLog())) } ?? .standard
    }
}

/// Other data or other steps.
private enum StructureChange {
    static func all(from old: JSON, to new: JSON) -> [VersionChange] {
        let shape = { (json: JSON?) in json.map(StepShape.of) }
        let bare = { (json: JSON?) in json.map { SchemaView.withoutTexts($0, defaults: true) } }
        return [
            change("input", bare(old["input"]), bare(new["input"]), "what is accepted changed"),
            change("output", bare(old["output"]), bare(new["output"]), "what is given changed"),
            change("concurrency", old["concurrency"], new["concurrency"], "which runs exclude each other changed"),
            change("steps", shape(old["steps"]), shape(new["steps"]), "the control flow changed"),
            change("finally", shape(old["finally"]), shape(new["finally"]), "the control flow changed"),
            change("result", old["result"], new["result"], "the result changed"),
        ].compactMap { $0 }
    }

    private static func change(_ key: String, _ old: JSON?, _ new: JSON?, _ rule: String) -> VersionChange? {
        guard old != new, let difference = firstDifference(old ?? .null, new ?? .null) else { return nil }
        return VersionChange(bump: .minor, pointer: "/\(key)\(difference.pointer)", rule: rule)
    }
}
