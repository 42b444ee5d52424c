import JSON

/// L05, L08: whether a loop and the skill it starts fit together.
package enum LoopCheck {
    /// - Parameter live: the skills there are; nil when they are not known, which is a warning then.
    package static func findings(of loop: LoopDocument, among live: LiveSkills?) -> [Finding] {
        guard let live else {
            let message = "whether there is a skill \"\(loop.skill)\" is not known here"
            return [Finding("L05", "/skill", message, hint: "check it in its workspace, or name the skill's file as well", severity: .warning)]
        }
        guard let skill = live[loop.skill] else {
            let near = Nearest.name(to: loop.skill, among: live.keys.sorted()).map { "did you mean \"\($0)\"?" }
            return [Finding("L05", "/skill", "there is no skill \"\(loop.skill)\"", hint: near)]
        }
        var findings: [Finding] = []
        if let version = skill.version, !loop.range.accepts(version) {
            let message = "\(loop.skill) is \(version), which \(loop.range) does not accept"
            findings.append(Finding("L05", "/skill", message, hint: "write \"\(loop.skill)@^\(version.major)\""))
        }
        if let schema = try? Schema(compiling: skill.input, keywords: .lenient) {
            for violation in schema.validate(schema.applyingDefaults(to: loop.input)) {
                findings.append(Finding("L08", "/input\(violation.instance)", "the input does not fit \(loop.skill): \(violation.message)"))
            }
        }
        return DocumentOrder.sorted(findings, in: loop.document)
    }
}
