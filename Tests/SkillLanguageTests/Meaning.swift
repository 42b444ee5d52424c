import JSON
import SkillLanguage

/// A decoded skill as text, without how and where anything was written: expressions as their trees, data as canonical JSON.
enum Meaning {
    static func of(_ skill: Skill) -> String { text(skill) }

    /// Sources, positions, and what is made from the rest.
    private static let spelling: Set = ["document", "source", "position", "profile", "library", "code", "slots", "depth", "loops", "schema"]

    private static func text(_ value: Any) -> String {
        if let json = value as? JSON { return json.text(.canonical) }
        if let shape = value as? DataShape { return shape.source.text(.canonical) }
        let mirror = Mirror(reflecting: value)
        if mirror.children.isEmpty { return "\(value)" }
        let members = mirror.children.filter { !spelling.contains($0.label ?? "") }.map { "\($0.label ?? ""):\(text($0.value))" }
        // The order of members says nothing: of maps, and of the arguments of a call.
        let isMap = mirror.displayStyle == .dictionary || mirror.displayStyle == .set || value is [(key: String, value: Template)]
        return "(" + (isMap ? members.sorted() : members).joined(separator: ",") + ")"
    }
}
