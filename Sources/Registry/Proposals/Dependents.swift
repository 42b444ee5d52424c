import Engine
import SkillLanguage

/// The live skills and loops that start a skill.
struct Dependents: Sendable, Hashable {
    let skills: [String]
    let loops: [String]

    init(of name: String, in snapshot: Snapshot, _ signatures: LiveSkills) {
        skills = signatures.filter { $0.value.callees.contains(name) }.keys.sorted()
        loops = snapshot.loops.values.filter { $0.skill == name }.map(\.name).sorted()
    }
}
