import Engine
import SkillLanguage

/// The live skills and loops that start a skill.
struct Dependents: Sendable, Hashable {
    let skills: [String]
    let loops: [String]

    init(of name: String, in snapshot: Snapshot) {
        skills = snapshot.skills.values.filter { SkillSignature(of: $0.skill).callees.contains(name) }.map(\.skill.name).sorted()
        loops = snapshot.loops.values.filter { $0.skill == name }.map(\.name).sorted()
    }
}
