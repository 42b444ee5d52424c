import Engine
import JSON
import SkillLanguage
import Workspace

/// Everything that must hold between the files of a commit before it may go live, beyond each file being right in itself.
struct CandidateCheck {
    let contents: CommitReader.Contents
    let live: Snapshot

    private(set) var problems: [FileProblem] = []
    /// The label each skill gets.
    private(set) var labels: [String: SemanticVersion] = [:]
    private(set) var changes: [Adoption.Change] = []

    init(_ contents: CommitReader.Contents, live: Snapshot) {
        self.contents = contents
        self.live = live
        problems = contents.problems
        guard problems.isEmpty else { return }
        let skills = contents.skills.compactMapValues(\.document.value)
        for (name, skill) in skills.sorted(by: { $0.key < $1.key }) { examine(skill, name) }
        for (name, skill) in skills.sorted(by: { $0.key < $1.key }) { resolveCallees(of: skill, named: name, in: skills) }
        for (name, reading) in contents.loops.sorted(by: { $0.key < $1.key }) {
            if let loop = reading.document.value { examine(loop, name, skills) }
        }
        for name in live.skills.keys.sorted() where contents.skills[name] == nil { removed("skill", name) }
        for name in live.loops.keys.sorted() where contents.loops[name] == nil { removed("loop", name) }
    }

    private mutating func removed(_ what: String, _ name: String) {
        changes.append(Adoption.Change(kind: .removed, what: what, name: name, label: nil, testsPassed: 0))
    }

    private mutating func report(_ path: String, _ code: String, _ pointer: String, _ message: String, hint: String? = nil) {
        problems.append(FileProblem(path: path, finding: Finding(code, pointer, message, hint: hint)))
    }

    // MARK: skills

    private mutating func examine(_ skill: Skill, _ name: String) {
        let path = WorkspaceLayout.skillPath(name)
        guard let label = label(of: skill, name, path) else { return }
        labels[name] = label
        if let concurrency = skill.concurrency, ![.skip, .fail].contains(concurrency.onConflict) {
            report(path, "E01", "/concurrency/on_conflict", "\"\(concurrency.onConflict.rawValue)\" is not supported yet", hint: "use skip or fail")
        }
        if let current = live.skills[name], current.id == Published.id(of: skill.document, label: label) { return }
        // Callees are looked up among the candidates below, so the checker is not asked about them.
        let examination = SkillExamination(of: skill.document)
        for finding in examination.findings where finding.severity == .error { problems.append(FileProblem(path: path, finding: finding)) }
        let reports = examination.reports
        changes.append(
            Adoption.Change(kind: live.skills[name] == nil ? .added : .updated, what: "skill", name: name, label: label, testsPassed: reports.count(where: \.passed)))
    }

    /// The label the version gets: the one in the file when it is greater than the live one, else the least bump the change allows.
    private mutating func label(of skill: Skill, _ name: String, _ path: String) -> SemanticVersion? {
        guard let current = live.skills[name] else { return skill.version ?? SemanticVersion(0, 1, 0) }
        let written = skill.version ?? current.label
        if written == current.label, Published.id(of: skill.document, label: current.label) == current.id { return current.label }
        let reasons = VersionChange.all(from: current.skill.document, to: skill.document)
        let bump = reasons.first?.bump ?? .patch
        let least = current.label.bumped(bump)
        if written == current.label { return least }
        if written < current.label {
            report(path, "E60", "/version", "\(written) is not greater than the live \(current.label)", hint: "leave \"version\" out and it is assigned")
            return nil
        }
        if written < least {
            let why = reasons.prefix { $0.bump == bump }.prefix(3).map(\.description).joined(separator: "; ")
            report(
                path, "E61", "/version", "the change needs at least \(least)" + (why.isEmpty ? "" : ": \(why)"),
                hint: "leave \"version\" out and it is assigned")
            return nil
        }
        return written
    }

    private mutating func resolveCallees(of skill: Skill, named name: String, in skills: [String: Skill]) {
        let path = WorkspaceLayout.skillPath(name)
        for step in skill.allSteps {
            guard case .call(let call) = step.verb, case .skill(let callee, let range) = call.callable else { continue }
            let pointer = step.pointer + "/call"
            if let label = labels[callee] {
                if !range.accepts(label) { report(path, "E62", pointer, "\(callee) is \(label), which \(range) does not accept") }
            } else {
                report(path, "E21", pointer, "there is no skill \"\(callee)\"", hint: Nearest.name(to: callee, among: skills.keys).map { "did you mean \"\($0)\"?" })
            }
        }
        if let cycle = cycle(from: name, in: skills) { report(path, "E22", "/steps", "the skill calls itself: \(cycle.joined(separator: " → "))") }
    }

    /// A way from a skill back to itself through its calls.
    private func cycle(from start: String, in skills: [String: Skill]) -> [String]? {
        var seen: Set<String> = []
        var pending = [[start]]
        while let way = pending.popLast() {
            for callee in way.last.flatMap({ skills[$0] })?.callees.map(\.name) ?? [] {
                if callee == start { return way + [start] }
                if seen.insert(callee).inserted { pending.append(way + [callee]) }
            }
        }
        return nil
    }

    // MARK: loops

    private mutating func examine(_ loop: LoopDocument, _ name: String, _ skills: [String: Skill]) {
        let path = WorkspaceLayout.loopPath(name)
        if let skill = skills[loop.skill], let label = labels[loop.skill] {
            if !loop.range.accepts(label) { report(path, "L05", "/skill", "\(loop.skill) is \(label), which \(loop.range) does not accept") }
            let input = skill.input.schema.applyingDefaults(to: loop.input)
            for violation in skill.input.schema.validate(input) {
                report(path, "L08", "/input\(violation.instance)", "the input does not fit \(loop.skill): \(violation.message)")
            }
        } else if skills[loop.skill] == nil {
            let near = Nearest.name(to: loop.skill, among: skills.keys)
            report(path, "L05", "/skill", "there is no skill \"\(loop.skill)\"", hint: near.map { "did you mean \"\($0)\"?" })
        }
        guard live.loops[name]?.document != loop.document else { return }
        changes.append(Adoption.Change(kind: live.loops[name] == nil ? .added : .updated, what: "loop", name: name, label: nil, testsPassed: 0))
    }
}
