import Engine
import JSON
import SkillLanguage
import Workspace

/// Everything that must hold between the files of a commit before it may go live, beyond each file being right in itself.
struct CandidateCheck {
    let contents: CommitReader.Contents
    let live: Snapshot
    /// How much a branch that no test takes matters.
    let untested: Finding.Severity

    private(set) var problems: [FileProblem] = []
    /// The label each skill gets.
    private(set) var labels: [String: SemanticVersion] = [:]
    private(set) var changes: [Adoption.Change] = []
    /// What is worth a look and keeps nothing out.
    private(set) var warnings: [FileProblem] = []
    /// The tests of each skill that changed.
    private(set) var reports: [String: [TestRunner.Report]] = [:]

    init(_ contents: CommitReader.Contents, live: Snapshot, untested: Finding.Severity = .warning) {
        self.contents = contents
        self.untested = untested
        self.live = live
        problems = contents.problems
        guard problems.isEmpty else { return }
        let skills = contents.skills.compactMapValues(\.document.value).sorted { $0.key < $1.key }
        for (name, skill) in skills { label(skill, name) }
        let signatures = Dictionary(skills.map { ($0.key, SkillSignature(of: $0.value, version: labels[$0.key])) }) { $1 }
        for (name, skill) in skills { examine(skill, name, among: signatures) }
        for (name, reading) in contents.loops.sorted(by: { $0.key < $1.key }) {
            if let loop = reading.document.value { examine(loop, name, among: signatures) }
        }
        for name in live.skills.keys.sorted() where contents.skills[name] == nil { removed("skill", name) }
        for name in live.loops.keys.sorted() where contents.loops[name] == nil { removed("loop", name) }
    }

    private mutating func removed(_ what: String, _ name: String) {
        changes.append(Adoption.Change(kind: .removed, what: what, name: name, label: nil, testsPassed: 0))
    }

    private mutating func report(_ findings: [Finding], in path: String) {
        problems += findings.filter { $0.severity == .error }.map { FileProblem(path: path, finding: $0) }
        warnings += findings.filter { $0.severity == .warning }.map { FileProblem(path: path, finding: $0) }
    }

    private func rules(_ name: String) -> VersionRules { VersionRules(live: live.skills[name].map { ($0.skill.document, $0.label) }) }

    private mutating func label(_ skill: Skill, _ name: String) {
        do throws(VersionRefused) {
            labels[name] = try rules(name).label(of: skill)
        } catch {
            report([error.finding], in: WorkspaceLayout.skillPath(name))
        }
    }

    private mutating func examine(_ skill: Skill, _ name: String, among signatures: LiveSkills) {
        let path = WorkspaceLayout.skillPath(name)
        guard !rules(name).isUnchanged(skill) else { return report(SkillChecker.checkCallees(of: skill, among: signatures), in: path) }
        let examination = SkillExamination(of: skill.document, among: signatures, untested: untested)
        report(examination.findings, in: path)
        reports[name] = examination.reports
        guard let label = labels[name] else { return }
        changes.append(
            Adoption.Change(
                kind: live.skills[name] == nil ? .added : .updated, what: "skill", name: name, label: label,
                testsPassed: examination.reports.count(where: \.passed)))
    }

    private mutating func examine(_ loop: LoopDocument, _ name: String, among signatures: LiveSkills) {
        report(LoopCheck.findings(of: loop, among: signatures), in: WorkspaceLayout.loopPath(name))
        guard live.loops[name]?.document != loop.document else { return }
        changes.append(Adoption.Change(kind: live.loops[name] == nil ? .added : .updated, what: "loop", name: name, label: nil, testsPassed: 0))
    }
}
