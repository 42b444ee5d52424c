package import JSON
package import SkillLanguage

/// Which steps of a skill are new, gone or different, by id.
package struct StepDifference: Sendable, Hashable {
    package let added: [String]
    package let removed: [String]
    package let changed: [String]

    package init(from old: Skill?, to new: Skill?) {
        let before = Self.steps(of: old), now = Self.steps(of: new)
        added = now.map(\.id).filter { id in !before.contains { $0.id == id } }
        removed = before.map(\.id).filter { id in !now.contains { $0.id == id } }
        changed = now.filter { step in before.contains { $0.id == step.id && $0.json != step.json } }.map(\.id)
    }

    private static func steps(of skill: Skill?) -> [(id: String, json: JSON)] {
        guard let skill else { return [] }
        return skill.allSteps.map { ($0.id, Pointer(parsing: $0.pointer).flatMap { skill.document[$0] } ?? .null) }
    }

    package var json: JSON {
        func list(_ ids: [String]) -> JSON { .array(ids.map(JSON.string)) }
        return ["added": list(added), "removed": list(removed), "changed": list(changed)]
    }
}
