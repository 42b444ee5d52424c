import Engine
import JSON
import SkillLanguage
import Workspace

/// Everything that must hold between the files of a commit before it may go live, beyond each file being right in itself.
///
/// Where what is live is known to fit together, only what changes is looked at, and what reaches it by calls: nothing else can have been
/// broken by the change.
struct CandidateCheck {
    let contents: CommitReader.Contents
    let live: Snapshot
    let standing: Standing
    /// Skills of the candidate that are not live and were.
    let retired: [String: Retired.Version]
    /// How much a branch that no test takes matters.
    let untested: Finding.Severity

    private(set) var problems: [FileProblem] = []
    /// The label each skill gets.
    private(set) var labels: [String: SemanticVersion] = [:]
    /// What the skills are to each other, with the labels they get.
    private(set) var signatures: LiveSkills = [:]
    private(set) var changes: [Adoption.Change] = []
    /// What is worth a look and keeps nothing out.
    private(set) var warnings: [FileProblem] = []
    /// The tests of each skill that changed.
    private(set) var reports: [String: [TestRunner.Report]] = [:]

    init(
        _ contents: CommitReader.Contents, live: Snapshot, standing: Standing, retired: [String: Retired.Version] = [:],
        untested: Finding.Severity = .warning
    ) {
        self.contents = contents
        self.retired = retired
        self.untested = untested
        self.live = live
        self.standing = standing
        problems = contents.problems
        guard problems.isEmpty else { return }
        var touched = Set(standing.contents.skills.keys.filter { contents.skills[$0] == nil })
        for name in contents.skills.keys.sorted() {
            guard let skill = contents.skills[name]?.document.value else { continue }
            if standing.hasSameSkill(name, as: contents), let published = live.skills[name] {
                labels[name] = published.label
                signatures[name] = standing.signatures?[name] ?? SkillSignature(of: skill, version: published.label)
            } else {
                touched.insert(name)
                label(skill, name)
                signatures[name] = SkillSignature(of: skill, version: labels[name])
            }
        }
        let concerned = standing.signatures == nil ? Set(contents.skills.keys) : Standing.reaching(touched, among: signatures)
        for name in concerned.sorted() { if let skill = contents.skills[name]?.document.value { examine(skill, name) } }
        for name in contents.loops.keys.sorted() {
            guard let loop = contents.loops[name]?.document.value else { continue }
            let isSame = standing.hasSameLoop(name, as: contents)
            if !isSame || standing.signatures == nil || touched.contains(loop.skill) { examine(loop, name) }
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
            if live.skills[name] == nil, let last = retired[name] {
                let rules = VersionRules(live: (last.document, last.label))
                labels[name] = rules.isUnchanged(skill) ? last.label.bumped(.patch) : try rules.label(of: skill)
            } else {
                labels[name] = try rules(name).label(of: skill)
            }
        } catch {
            report([error.finding], in: WorkspaceLayout.skillPath(name))
        }
    }

    private mutating func examine(_ skill: Skill, _ name: String) {
        let path = WorkspaceLayout.skillPath(name)
        let isSame = standing.hasSameSkill(name, as: contents) && live.skills[name] != nil
        guard !isSame, !rules(name).isUnchanged(skill) else { return report(SkillChecker.checkCallees(of: skill, among: signatures), in: path) }
        let examination = SkillExamination(of: skill.document, among: signatures, untested: untested)
        report(examination.findings, in: path)
        reports[name] = examination.reports
        guard let label = labels[name] else { return }
        changes.append(
            Adoption.Change(
                kind: live.skills[name] == nil ? .added : .updated, what: "skill", name: name, label: label,
                testsPassed: examination.reports.count(where: \.passed)))
    }

    private mutating func examine(_ loop: LoopDocument, _ name: String) {
        report(LoopCheck.findings(of: loop, among: signatures), in: WorkspaceLayout.loopPath(name))
        guard live.loops[name]?.document != loop.document else { return }
        changes.append(Adoption.Change(kind: live.loops[name] == nil ? .added : .updated, what: "loop", name: name, label: nil, testsPassed: 0))
    }
}
