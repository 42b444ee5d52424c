import JSON

/// The live skills, by name.
package typealias LiveSkills = [String: SkillSignature]

/// E21, E22, E62: every skill that is called exists in a version that is accepted, and none reaches itself.
struct CallGraph {
    let skill: Skill
    /// Nil when the live skills are not known: what cannot be resolved is a warning then.
    let live: LiveSkills?
    let log: FindingLog
    /// What a version is called that is not accepted: E62 in a skill that is live and has not changed, whose callee has.
    var mismatch = "E21"

    func check() {
        for reference in skill.references {
            if let path = path(from: reference.name, to: skill.name) {
                let circle = ([skill.name] + path).joined(separator: " → ")
                log.add(Finding("E22", reference.pointer, "the skill calls itself: \(circle)", hint: "use \"repeat\" to do something again"))
            } else {
                resolve(reference)
            }
        }
    }

    private func resolve(_ reference: SkillReference) {
        guard let live else {
            let message = "whether there is a skill \"\(reference.name)\" is not known here"
            return log.add(Finding("E21", reference.pointer, message, hint: "check it in its workspace", severity: .warning))
        }
        guard let callee = live[reference.name] else {
            let near = Nearest.name(to: reference.name, among: live.keys.sorted()).map { "did you mean \"\($0)\"?" }
            return log.add(Finding("E21", reference.pointer, "there is no skill \"\(reference.name)\"", hint: near))
        }
        if let version = callee.version, !reference.range.accepts(version) {
            let message = "\(reference.name) is at \(version), \(reference.range) does not accept it"
            log.add(Finding(mismatch, reference.pointer, message, hint: "write @^\(version.major)"))
        }
    }

    /// The calls that lead from one skill to another, the fewest.
    private func path(from start: String, to goal: String) -> [String]? {
        var reached: Set<String> = [start]
        var paths = [[start]]
        while !paths.isEmpty {
            if let found = paths.first(where: { $0.last == goal }) { return found }
            paths = paths.flatMap { path -> [[String]] in
                let next = path.last.flatMap { live?[$0]?.callees } ?? []
                return next.sorted().filter { reached.insert($0).inserted }.map { path + [$0] }
            }
        }
        return nil
    }
}
